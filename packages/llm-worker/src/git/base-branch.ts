import { AgentCoordError } from '@agentcoord/core';
import { git, gitLine } from './run-git.js';

/** The branch that finished work goes to, as it was when it was looked at. */
export interface BaseBranch {
  /** The work tree that it is checked out in. */
  root: string;
  name: string;
  ref: string;
  commit: string;
}

/**
 * The branch that is checked out at this folder.
 * @throws `misconfigured` for everything that keeps a task's work from becoming a commit there, with what to do.
 */
export async function findBaseBranch(folder: string, signal?: AbortSignal): Promise<BaseBranch> {
  const call = { cwd: folder, signal, answers: [1, 128] };
  const top = await git(['rev-parse', '--show-toplevel'], call);
  if (top.exitCode !== 0)
    throw unusable(folder, 'it is no git work tree', 'Run git init and make a first commit.', top.stderr);
  const root = top.stdout.replace(/\n$/, '');
  const head = await git(['symbolic-ref', '--quiet', 'HEAD'], { ...call, cwd: root });
  const ref = head.stdout.trim();
  if (!ref.startsWith('refs/heads/'))
    throw unusable(
      root,
      'no branch is checked out (detached HEAD)',
      'Check out a branch: git switch <branch>.',
    );
  const commit = await git(['rev-parse', '--quiet', '--verify', `${ref}^{commit}`], { ...call, cwd: root });
  if (commit.exitCode !== 0)
    throw unusable(root, `its branch ${ref.slice(11)} has no commit yet`, 'Make a first commit.');
  const identity = await git(['var', 'GIT_COMMITTER_IDENT'], { ...call, cwd: root });
  if (identity.exitCode !== 0)
    throw unusable(
      root,
      'git does not know who commits',
      'Set it: git config user.name "…" and git config user.email "…".',
    );
  return { root, name: ref.slice('refs/heads/'.length), ref, commit: commit.stdout.trim() };
}

/** A new work tree has the folders of submodules empty: nothing that needs them can be verified there. */
export async function refuseSubmodules({ root, commit }: BaseBranch, signal?: AbortSignal): Promise<void> {
  const { exitCode } = await git(['cat-file', '-e', `${commit}:.gitmodules`], {
    cwd: root,
    signal,
    answers: [1, 128],
  });
  if (exitCode === 0)
    throw unusable(
      root,
      'it has submodules, which work trees of tasks would lack',
      'Use workspace.mode shared.',
    );
}

/** Where the branch is now. */
export function tipOf({ root, ref }: BaseBranch, signal?: AbortSignal): Promise<string> {
  return gitLine(['rev-parse', '--verify', `${ref}^{commit}`], { cwd: root, signal });
}

function unusable(folder: string, problem: string, advice: string, said = ''): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `The work of tasks cannot be committed in ${folder}: ${problem}. ${advice}`,
    { data: { folder, problem, ...(said === '' ? {} : { git: said.trim().slice(0, 500) }) } },
  );
}
