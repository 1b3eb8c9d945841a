export type Question =
  | { do: 'cycle'; count: number }
  /** Holds it for so long each time, and asks again so long after giving it back. */
  | { do: 'contend'; seconds: number; holdMs: number; pauseMs: number };

/** One holding of the lock that all contend for, by the clock that all processes share. */
export interface Held {
  holder: string;
  asked: number;
  acquired: number;
  /** When the giving back began. */
  released: number;
}
