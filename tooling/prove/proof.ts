/** What a proof is told. */
export interface ProofContext {
  /** 1 is the full figure of the promise; `--scale 0.05` asks for a twentieth. */
  scale: number;
  /** For every random choice, so that a failed run can be repeated with `--seed`. */
  seed: number;
  /** The full figure brought to scale, at least 1. */
  scaled(fullFigure: number): number;
}

/** What a proof found. */
export interface ProofResult {
  /** What was done and how often, for example `{ rounds: 1000, 'lock operations': 200000 }`. */
  counts: Record<string, number>;
  /** One sentence each; none means that the promise held. */
  violations: string[];
  /** Why nothing could be shown on this machine, and the command that would change it. */
  skipped?: string;
}

/** The default export of every `packages/<name>/prove/<proof>.proof.ts`. */
export interface Proof {
  /** The promise in one sentence. */
  promise: string;
  run(context: ProofContext): Promise<ProofResult>;
}

/** Gives a proof its type where it is written. */
export function defineProof(proof: Proof): Proof {
  return proof;
}
