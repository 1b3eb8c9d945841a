import type { DefineCommand, QuickCommand } from '../command-context.js';
import { onStop } from '../hook/on-stop.js';
import { type HookKind, type HookOptions, runHook } from '../hook/run-hook.js';

const KIND: HookKind = { otherwise: 'What the turn locked stays locked until its time is over.' };

export const define: DefineCommand = (command, handle) => {
  command
    .description("Claude Code's Stop: releases what the turn locked.")
    .option('--strict', 'deny what could not be locked because something is broken')
    .action(handle<HookOptions>((call) => runHook(call, KIND, onStop)));
};

export const quick: QuickCommand = (run) =>
  run<HookOptions>({ '--strict': 'strict' }, (call) => runHook(call, KIND, onStop));
