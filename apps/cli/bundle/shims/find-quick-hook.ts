import { join } from 'node:path';
import type { QuickCommand } from '../../src/command-context.js';
import { loadCompiled } from '../../src/start/load-compiled.js';
import type * as HookFile from '../hook.js';

/** The hooks, with locks that stay and the presence of a session: only they need them. */
export function findQuickHook(name: string): QuickCommand | undefined {
  if (!name.startsWith('hook ')) return undefined;
  const file = loadCompiled(join(__dirname, 'hook.cjs'), require) as typeof HookFile;
  return file.findQuickHook(name);
}
