/** What goes wrong before a turn is answered, or with its answer. */
export type Fault = 'rate-limit' | 'overloaded' | 'cut' | 'cut-json' | 'refusal' | 'too-long';

export interface TurnCall {
  name: string;
  input: Record<string, unknown>;
}

/** Tokens as every provider means them: `input` is what was neither read from nor written to a cache. */
export interface TurnUsage {
  input: number;
  cacheWrite: number;
  cacheRead: number;
  output: number;
}

/** One answer of a scripted model, whatever wire it goes over. */
export interface Turn {
  calls: TurnCall[];
  usage: TurnUsage;
  fault?: Fault;
}

/** The answer of one request. */
export interface Exchange {
  turn: Turn;
  fault: Fault | undefined;
}

/** Every fault but a refusal goes away when it is asked again. */
export function exchangesOf(turns: readonly Turn[]): Exchange[] {
  return turns.flatMap((turn): Exchange[] => {
    const answered: Exchange = { turn, fault: undefined };
    if (turn.fault === undefined) return [answered];
    const failed: Exchange = { turn, fault: turn.fault };
    return turn.fault === 'refusal' ? [failed] : [failed, answered];
  });
}
