import type { DefineCommand } from '../command-context.js';
import { onSessionStart } from '../hook/on-session-start.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = { deadlineMs: 8_000, otherwise: 'The session is not registered.' };

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's SessionStart: registers the session and prints a digest for it.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onSessionStart)));
};
