import type { DefineCommand, QuickCommand } from '../command-context.js';
import { onPostToolUse } from '../hook/on-post-tool-use.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = { otherwise: 'Nothing was renewed.' };

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's PostToolUse: a sign of life that renews what the session holds.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onPostToolUse)));
};

export const quick: QuickCommand = (run) =>
  run<HookOptions>({ '--strict': 'strict' }, (call) => runHook(call, KIND, onPostToolUse));
