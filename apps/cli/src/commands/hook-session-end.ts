import type { DefineCommand } from '../command-context.js';
import { onSessionEnd } from '../hook/on-session-end.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = { otherwise: 'What the session locked stays locked until its time is over.' };

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's SessionEnd: releases everything and takes the session off the list.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onSessionEnd)));
};
