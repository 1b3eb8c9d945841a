import type { QuickCommand } from '../command-context.js';
import { quick as postToolUse } from '../commands/hook-post-tool-use.js';
import { quick as preToolUse } from '../commands/hook-pre-tool-use.js';
import { quick as stop } from '../commands/hook-stop.js';
import { quick as subagentStop } from '../commands/hook-subagent-stop.js';

/** The hooks that an agent waits for all day, by their names as commands. */
export const QUICK_HOOKS: Readonly<Record<string, QuickCommand>> = {
  'hook pre-tool-use': preToolUse,
  'hook post-tool-use': postToolUse,
  'hook stop': stop,
  'hook subagent-stop': subagentStop,
};
