export type Question = { do: 'cycle'; count: number } | { do: 'contend'; seconds: number };

/** One holding of the lock that all contend for, by the clock that all processes share. */
export interface Held {
  holder: string;
  asked: number;
  acquired: number;
  /** When the giving back began. */
  released: number;
}
