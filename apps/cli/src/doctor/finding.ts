/** What a check found. */
export interface Finding {
  /** Of the check: `eviction`. */
  check: string;
  /** `error`: agents lose work, or cannot work. `warning`: they will, once something else goes wrong. */
  severity: 'ok' | 'warning' | 'error';
  what: string;
  /** Why it matters. Where something is wrong. */
  why?: string;
  /** The command that mends it. */
  fix?: string;
  /** Does what `fix` says, where nothing can be lost by it: `--fix`. */
  mend?: () => Promise<void>;
}

export function ok(check: string, what: string): Finding {
  return { check, severity: 'ok', what };
}

/** What there is to say about a store. */
export interface StoreFindings {
  address: string;
  findings: Finding[];
  /** The namespace is there already: to look into it changes nothing. */
  isThere: boolean;
}
