import { homedir } from 'node:os';
import { AgentCoordError } from '@agentcoord/core';
import type { Workspace } from '../workspace/workspace.js';
import { isOfSystem } from './system-mounts.js';

/** Not only the home of this user: as root, `HOME` may say anything. */
const TOO_WIDE = new Set(['/', '/home', '/root', '/etc', '/var', '/tmp', '/run', '/dev', '/proc', '/sys']);

/**
 * A workspace that holds the home folder or the system would bring everything in that the sandbox keeps out.
 * @throws `misconfigured`.
 */
export function checkUsableRoot({ root }: Workspace): void {
  const home = homedir();
  const holdsHome = home === root || home.startsWith(`${root}/`);
  if (!TOO_WIDE.has(root) && !holdsHome && !isSystemItself(root)) return;
  throw new AgentCoordError(
    'misconfigured',
    `No command of a model runs in ${root}: a sandbox around it would hold ${holdsHome ? 'your home folder' : 'the system'}. ` +
      'Work in a folder of its own, such as the clone of one repository.',
    { data: { root } },
  );
}

function isSystemItself(root: string): boolean {
  return isOfSystem(root) && root.split('/').length <= 2;
}
