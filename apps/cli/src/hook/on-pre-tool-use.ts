import { AgentCoordError } from '@agentcoord/core';
import { denial, type HookAnswer } from './hook-answer.js';
import { hookSession } from './hook-session.js';
import { refusal } from './refusal.js';
import type { Hook } from './run-hook.js';
import { notesOf, showPresence } from './session-locks.js';
import { takeForSession } from './take-for-session.js';
import { writtenBy } from './written-paths.js';

/** Locks what the tool is about to write, or denies it with who has it. */
export async function onPreToolUse({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const written = await writtenBy(input);
  if (written === undefined) return undefined;
  const look = await call.look({ cwd: input.cwd });
  const session = hookSession(input, call.io.environment);
  const notes = notesOf(look, session);
  const seen = { call, input, look, session };
  const place = written.isShell
    ? await (await import('./shell/in-repository.js')).inRepository(look, written)
    : written;
  if (place.files.length + place.patterns.length === 0) return undefined;
  if (!notes.isFresh()) await showPresence(look, session);
  try {
    const intent = notes.workingOn() ?? `${input.toolName} in a Claude Code session`;
    if (place.files.length > 0) await takeForSession(seen, place.files, intent);
    if (place.patterns.length === 0) return undefined;
    const { refuseForeign } = await import('./shell/refuse-foreign.js');
    await refuseForeign(seen, place.patterns);
    return undefined;
  } catch (error) {
    if (AgentCoordError.is(error, 'lock_held')) return denial(await refusal(error, seen));
    throw error;
  }
}
