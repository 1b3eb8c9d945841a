import { stat } from 'node:fs/promises';
import { AgentCoordError } from '@agentcoord/core';
import { agentcoordCommand } from '../setup/agentcoord-command.js';
import type { FileEdit } from '../setup/file-edit.js';
import type { GitPlace } from './git-output.js';
import { GUARDED_HOOKS, hookPlace } from './hook-place.js';
import { hookScript } from './hook-script.js';

/** The hooks of the guard in this repository. @throws `misconfigured` where a hook is there that git does not run. */
export async function guardEdits(place: GitPlace): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  for (const hook of GUARDED_HOOKS) {
    const { file, isHusky } = await hookPlace(hook, place);
    if (!isHusky) await refuseAsleep(file);
    edits.push(hookScript(file, hook, agentcoordCommand(place.environment)));
  }
  return edits;
}

/** To make it executable would wake what somebody put to sleep. */
async function refuseAsleep(file: string): Promise<void> {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => undefined,
  );
  if (mode === undefined || (mode & 0o111) !== 0) return;
  throw new AgentCoordError(
    'misconfigured',
    `${file} is there and not executable, so git does not run it. Make it executable (chmod +x ${file}) or move it away first.`,
    { data: { file } },
  );
}
