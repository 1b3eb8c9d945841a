import { checkOneOf } from '@agentcoord/core';
import type { GlobalOptions } from './command-context.js';

interface GlobalOption {
  name: keyof GlobalOptions;
  /** As commander takes them, and as help shows them. */
  flags: string;
  description: string;
}

const FALLBACKS = ['auto', 'single-host', 'off'] as const;

/** What `--fallback` says, as the client takes it. */
export function fallbackOf({ fallback }: GlobalOptions): { fallback?: (typeof FALLBACKS)[number] } {
  return fallback === undefined ? {} : { fallback: checkOneOf(fallback, '--fallback', FALLBACKS) };
}

/** What every command takes, before or after its name. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  { name: 'json', flags: '--json', description: 'print one JSON envelope, or JSON Lines from a stream' },
  {
    name: 'agent',
    flags: '--agent <name>',
    description: 'who acts (default: AGENTCOORD_AGENT_ID, else the operator)',
  },
  { name: 'namespace', flags: '--namespace <name>', description: 'what shares tasks, locks and agents' },
  {
    name: 'home',
    flags: '--home <folder>',
    description: 'folder of the file store (default: AGENTCOORD_HOME, else inside .git)',
  },
  {
    name: 'redis',
    flags: '--redis <url>',
    description: 'share through this server, or none (default: REDIS_URL, else the configuration)',
  },
  {
    name: 'fallback',
    flags: '--fallback <mode>',
    description: `whether this host may go on without Redis: ${FALLBACKS.join(', ')} (default: AGENTCOORD_FALLBACK, else the configuration, else auto)`,
  },
  { name: 'cwd', flags: '--cwd <folder>', description: 'work as if started there' },
];

export const HELP_OPTION = { flags: '-h, --help', description: 'print help' };
export const VERSION_OPTION = { flags: '-V, --version', description: 'print the version' };
export const DESCRIPTION = 'Coordinates many coding agents that work on the same code at the same time.';
export const EXIT_CODE_HELP = `Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 conflict (somebody else holds it), 4 not found,
            5 storage unavailable or unwritable, 6 incomplete, 130 interrupted`;

/** `--agent <name>` → `--agent`. */
export function longFlag(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

export function takesValue(flags: string): boolean {
  return flags.includes('<');
}
