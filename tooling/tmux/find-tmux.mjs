import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedEnvironment, unpackedFolder } from '../debian/unpacked-packages.mjs';

export const howToGetOne = 'no tmux: install tmux, or set AGENTCOORD_TMUX to the path of one';

const VERSION = ['-V'];

/** The tmux of this machine: a named one, else one on PATH, else the one that set-up unpacked. */
export function findTmux() {
  const named = process.env.AGENTCOORD_TMUX;
  if (named) return runs(named, {}, VERSION) ? { command: named, env: {} } : undefined;
  if (runs('tmux', {}, VERSION)) return { command: 'tmux', env: {} };
  const folder = unpackedFolder('tmux');
  const command = join(folder, 'usr', 'bin', 'tmux');
  const env = unpackedEnvironment(folder);
  return existsSync(command) && runs(command, env, VERSION) ? { command, env } : undefined;
}

/** Why there is none; `undefined` where there is. With CI=true that is an error instead. */
export function tmuxMissing() {
  if (findTmux()) return undefined;
  if (process.env.CI === 'true') throw new Error(`The tests in tmux cannot run: ${howToGetOne}.`);
  return howToGetOne;
}
