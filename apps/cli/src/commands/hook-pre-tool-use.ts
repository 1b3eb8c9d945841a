import type { DefineCommand, QuickCommand } from '../command-context.js';
import { onPreToolUse } from '../hook/on-pre-tool-use.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = {
  mayDeny: true,
  otherwise: "This call was not locked and goes on, because 'strict' is off.",
};

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's PreToolUse: locks what the tool will write, or denies it.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onPreToolUse)));
};

export const quick: QuickCommand = (run) =>
  run<HookOptions>({ '--strict': 'strict' }, (call) => runHook(call, KIND, onPreToolUse));
