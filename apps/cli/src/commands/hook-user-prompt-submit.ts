import type { DefineCommand } from '../command-context.js';
import { onUserPromptSubmit } from '../hook/on-user-prompt-submit.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = { otherwise: 'Messages were not fetched.' };

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's UserPromptSubmit: prints the session's unread messages.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onUserPromptSubmit)));
};
