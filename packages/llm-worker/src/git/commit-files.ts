import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError, pause } from '@agentcoord/core';
import { type BaseBranch, findBaseBranch } from './base-branch.js';
import { git, gitLine } from './run-git.js';
import { type CommitText, makeCommit } from './task-commit.js';

/** A file as the task found it and as it left it. */
export interface WrittenFile {
  /** Relative to the root of the work tree, with `/`. */
  path: string;
  /** Left out: there was none. */
  original?: Uint8Array;
}

export interface FilesCommit {
  root: string;
  files: readonly WrittenFile[];
  text: CommitText;
  signal?: AbortSignal;
}

const MAX_TRIES = 20;

/**
 * Commits these files, and nothing else, to the branch that is checked out: through an index of its own, so that what
 * a person has staged is neither committed nor lost. Call it while the files are locked.
 * @returns the commit; undefined where nothing differs.
 * @throws `conflict` where a file had changes before that were not committed; `misconfigured` where there is no branch to commit to.
 */
export async function commitFiles({ root, files, text, signal }: FilesCommit): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-index-'));
  try {
    // Other tasks commit other files at the same time.
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const base = await findBaseBranch(root, signal);
      const wasDirty = await dirtyBefore(base, files, signal);
      if (wasDirty.length > 0) throw notItsOwn(wasDirty);
      const call = { cwd: base.root, indexFile: join(folder, `index-${attempt}`), signal };
      await git(['read-tree', base.commit], call);
      const paths = files.map(({ path }) => path);
      await git(['add', '--force', '--', ...paths.map((path) => `:(top,literal)${path}`)], call);
      const tree = await gitLine(['write-tree'], call);
      if (tree === (await gitLine(['rev-parse', `${base.commit}^{tree}`], call))) return undefined;
      const commit = await makeCommit({ tree, parent: base.commit, text }, call);
      const moved = await git(
        ['update-ref', '-m', `agentcoord: ${text.task}`, base.ref, commit, base.commit],
        {
          ...call,
          answers: [1, 128],
        },
      );
      if (moved.exitCode === 0) {
        await refreshIndex(base, paths, signal);
        return commit;
      }
    }
    throw new AgentCoordError(
      'conflict',
      `The branch moved ${MAX_TRIES} times while the work was to be committed.`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files whose content before the task was not that of the branch: they have somebody else's changes in them. */
async function dirtyBefore(
  base: BaseBranch,
  files: readonly WrittenFile[],
  signal?: AbortSignal,
): Promise<string[]> {
  const dirty: string[] = [];
  for (const { path, original } of files) {
    const call = { cwd: base.root, signal };
    const known = await git(['rev-parse', '--quiet', '--verify', `${base.commit}:${path}`], {
      ...call,
      answers: [1, 128],
    });
    const before =
      original === undefined
        ? ''
        : await gitLine(['hash-object', '--stdin', '--path', path], { ...call, input: original });
    if (known.stdout.trim() !== before) dirty.push(path);
  }
  return dirty;
}

/** So that git status does not show as changed back what was just committed. Another git at work has its turn first. */
async function refreshIndex(base: BaseBranch, paths: readonly string[], signal?: AbortSignal): Promise<void> {
  const args = ['reset', '--quiet', 'HEAD', '--', ...paths.map((path) => `:(top,literal)${path}`)];
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const { exitCode } = await git(args, { cwd: base.root, answers: [1, 128] });
    // The commit is made: whoever is told to stop need not see to how it looks.
    if (exitCode === 0 || signal?.aborted) return;
    await pause(25 * attempt, signal).catch(() => undefined);
  }
}

function notItsOwn(paths: string[]): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The work was not committed: ${paths.join(', ')} had changes that were not committed when the task began. ` +
      'Look at them and commit them yourself.',
    { data: { paths } },
  );
}
