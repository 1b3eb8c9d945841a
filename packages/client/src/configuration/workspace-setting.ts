import { checkBoolean, checkOneOf, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

/** As `WorkspaceOptions` of an LLM worker: where each task works, and how its work gets to the others. */
export interface WorkspaceSetting {
  mode?: 'shared' | 'worktree';
  commit?: boolean;
}

/** What `.agentcoord/config.json` says of workspaces. */
export function checkWorkspace(value: unknown): WorkspaceSetting {
  const { mode, commit, ...others } = objectOf(value, 'workspace', '{"mode": "worktree"}');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`workspace.${unknown}`, 'mode or commit');
  return {
    ...(mode === undefined ? {} : { mode: checkOneOf(mode, 'workspace.mode', ['shared', 'worktree']) }),
    ...(commit === undefined ? {} : { commit: checkBoolean(commit, 'workspace.commit') }),
  };
}
