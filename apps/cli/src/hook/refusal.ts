import type { Look } from '@agentcoord/client';
import { type AgentCoordError, formatDuration } from '@agentcoord/core';
import { agentcoordCommand } from '../setup/agentcoord-command.js';
import type { HookSession } from './hook-session.js';
import { quoted } from './quoted.js';
import type { Hook } from './run-hook.js';

const WAIT = '2m';

/** Why an edit is denied, for the model that wanted it: who holds the file, for what, how long, and what to do now. */
export async function refusal(
  { data, message }: AgentCoordError,
  { call, look, session }: Pick<Hook, 'call'> & { look: Look; session: HookSession },
): Promise<string> {
  if (typeof data.path !== 'string') return `AgentCoord: ${message}`;
  const { path, agent, holder, intent, expiresAt, waiting } = data;
  const lockedPath = typeof data.lockedPath === 'string' ? data.lockedPath : path;
  const who = quoted(String(agent ?? holder), 100);
  const left = formatDuration(Math.max(0, Number(expiresAt) - (await look.storage.now())));
  const why = typeof intent === 'string' ? ` Its intent: ${quoted(intent, 300)}.` : '';
  const through = lockedPath === path ? '' : ` through its lock on ${quoted(lockedPath, 300)}`;
  const state =
    waiting === true
      ? `is wanted by the agent ${who}, which asked earlier${through}.`
      : `is locked by the agent ${who}${through} for another ${left} at most, unless it is renewed.`;
  const wait = [
    ...agentcoordCommand(call.io.environment),
    'locks acquire',
    shellQuoted(inRoot(look, path)),
    `--agent ${shellQuoted(session.name)} --wait ${WAIT}`,
  ].join(' ');
  return (
    `AgentCoord: ${quoted(path, 300)} ${state}${why} Nothing was changed. Work on something else and try again later, ` +
    `or wait for it with: ${wait} and then repeat this very call. Do not change the file in any other way.`
  );
}

/** A path that is right wherever the command is run. */
function inRoot({ resources }: Look, path: string): string {
  return path.startsWith('@outside/') ? path.slice('@outside'.length) : `${resources.root}/${path}`;
}

function shellQuoted(text: string): string {
  return /^[\w./@:#-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
