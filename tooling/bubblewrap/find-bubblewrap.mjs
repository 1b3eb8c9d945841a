import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedEnvironment, unpackedFolder } from '../debian/unpacked-packages.mjs';

export const howToGetOne =
  'no bubblewrap: install bubblewrap, or set AGENTCOORD_BUBBLEWRAP to the path of one';

/** The bubblewrap of this machine: a named one, else one on PATH, else the one that set-up unpacked. */
export function findBubblewrap() {
  const named = process.env.AGENTCOORD_BUBBLEWRAP;
  if (named) return runs(named, {}) ? { command: named, env: {} } : undefined;
  if (runs('bwrap', {})) return { command: 'bwrap', env: {} };
  const folder = unpackedFolder('bubblewrap');
  const command = join(folder, 'usr', 'bin', 'bwrap');
  const env = unpackedEnvironment(folder);
  return existsSync(command) && runs(command, env) ? { command, env } : undefined;
}

/** Why nothing can run in a sandbox here; `undefined` where it can. With CI=true that is an error instead. */
export function bubblewrapMissing() {
  const problem = problemHere();
  if (problem && process.env.CI === 'true') throw new Error(`The sandbox tests cannot run: ${problem}.`);
  return problem;
}

function problemHere() {
  const found = findBubblewrap();
  if (!found) return howToGetOne;
  try {
    const isolation = ['--unshare-user', '--unshare-pid', '--unshare-net', '--cap-drop', 'ALL'];
    const mounts = ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'];
    execFileSync(found.command, [...isolation, ...mounts, '--', '/bin/sh', '-c', ':'], {
      env: { ...process.env, ...found.env },
      stdio: 'pipe',
    });
    return undefined;
  } catch (error) {
    return `bubblewrap cannot work here (${
      String(error.stderr ?? error.message)
        .trim()
        .split('\n')[0]
    })`;
  }
}
