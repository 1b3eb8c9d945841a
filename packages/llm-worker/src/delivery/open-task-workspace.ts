import { sharedWorkspace } from './shared-workspace.js';
import type { TaskWorkspace, TaskWorkspaceSetting, WorkspaceOptions } from './task-workspace.js';
import { worktreeWorkspace } from './worktree-workspace.js';

/** Where the task works, as its worker was told. */
export async function openTaskWorkspace(
  options: WorkspaceOptions | undefined,
  setting: TaskWorkspaceSetting,
): Promise<TaskWorkspace> {
  if (options?.mode === 'worktree') return worktreeWorkspace(setting);
  return sharedWorkspace(setting, { commit: options !== undefined && options.commit !== false });
}
