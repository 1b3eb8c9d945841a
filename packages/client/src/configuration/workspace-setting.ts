import { checkBoolean, checkOneOf, invalid } from '@agentcoord/core';

/** As `WorkspaceOptions` of an LLM worker: where each task works, and how its work gets to the others. */
export interface WorkspaceSetting {
  mode?: 'shared' | 'worktree';
  commit?: boolean;
}

/** What `.agentcoord/config.json` says of workspaces. */
export function checkWorkspace(value: unknown): WorkspaceSetting {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('workspace', 'an object, such as {"mode": "worktree"}', value);
  const { mode, commit, ...others }: Record<string, unknown> = { ...value };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`workspace.${unknown}`, 'mode or commit');
  return {
    ...(mode === undefined ? {} : { mode: checkOneOf(mode, 'workspace.mode', ['shared', 'worktree']) }),
    ...(commit === undefined ? {} : { commit: checkBoolean(commit, 'workspace.commit') }),
  };
}
