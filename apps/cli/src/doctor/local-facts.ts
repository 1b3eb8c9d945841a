import type { Configuration } from '@agentcoord/client';

/** What the checks of this machine and this clone go by. */
export interface LocalFacts {
  cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Of the user. */
  home: string;
  signal: AbortSignal;
}

/** The same, once the configuration could be read. */
export interface ProjectFacts extends LocalFacts {
  configuration: Configuration;
}
