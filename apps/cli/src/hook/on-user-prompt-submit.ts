import { printable, redact } from '@agentcoord/core';
import { FENCE } from './digest.js';
import { additionalContext, type HookAnswer } from './hook-answer.js';
import { hookSession } from './hook-session.js';
import { handOver, messageLines, withUnread } from './messages.js';
import type { Hook } from './run-hook.js';
import { showPresence } from './session-locks.js';

const MOST_CHARACTERS = 120;

/** Says what the session works on now, and hands over what came for it meanwhile. */
export async function onUserPromptSubmit({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const look = await call.look({ cwd: input.cwd });
  const session = hookSession(input, call.io.environment);
  const isShown = look.configuration.hooks.showPrompt ?? true;
  await showPresence(look, session, isShown ? firstLine(input.prompt) : undefined);
  const told = await withUnread(look, session.name, async (page) => {
    const text = ['Messages for you on the AgentCoord board.', FENCE, ...messageLines(page)].join('\n');
    return additionalContext('UserPromptSubmit', text);
  });
  if (told.page.messages.length > 0) await handOver(call, look, { agent: session.name, ...told });
  return undefined;
}

function firstLine(prompt = ''): string | undefined {
  const [line = ''] = prompt.trim().split('\n');
  const clean = redact(printable(line, { singleLine: true })).trim();
  if (clean === '') return undefined;
  return clean.length > MOST_CHARACTERS ? `${clean.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : clean;
}
