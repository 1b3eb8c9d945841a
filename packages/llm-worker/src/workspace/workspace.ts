import { realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';

/** The folder a task may work in. */
export interface Workspace {
  /** Absolute, with every link resolved: what real paths are compared with. */
  readonly root: string;
}

/** @throws `invalid_argument` when it is no folder. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  try {
    if (!isAbsolute(folder)) throw new Error('it must be an absolute path');
    const root = await realpath(folder);
    if (!(await stat(root)).isDirectory()) throw new Error('it is no folder');
    return { root };
  } catch (cause) {
    throw new AgentCoordError(
      'invalid_argument',
      `The workspace ${folder} cannot be used: ${describeThrown(cause)}.`,
      {
        data: { field: 'workspaceRoot' },
        cause,
      },
    );
  }
}
