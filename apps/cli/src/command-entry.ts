import type { DefineCommand } from './command-context.js';

export interface CommandEntry {
  name: string;
  summary: string;
  /** The module is read only when this very command is asked for. */
  load?: () => Promise<{ define: DefineCommand }>;
  commands?: readonly CommandEntry[];
  /** Is one of `quick.ts`. */
  isQuick?: boolean;
  /** Runs when a group is called without one of its commands. */
  isDefault?: boolean;
}
