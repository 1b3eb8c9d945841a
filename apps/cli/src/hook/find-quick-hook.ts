import type { QuickCommand } from '../command-context.js';
import { QUICK_HOOKS } from './quick-hooks.js';

/** In a file of its own where quick commands are bundled: `status` needs none of it. */
export function findQuickHook(name: string): QuickCommand | undefined {
  return QUICK_HOOKS[name];
}
