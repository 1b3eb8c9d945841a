import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import type { BaseBranch } from './base-branch.js';
import { type GitCall, git, gitLine } from './run-git.js';

const FOLDER = join('.agentcoord', 'worktrees');
const MAX_TREES_OF_A_TASK = 100;

export interface NewTaskTree {
  base: BaseBranch;
  task: string;
  signal?: AbortSignal;
}

/** The work tree and the branch of one attempt at a task. */
export class TaskTree {
  /** The commit that the files were last brought to, before the task's own changes. */
  start: string;

  private constructor(
    readonly path: string,
    readonly branch: string,
    /** Of other attempts, which are left alone: one may only be paused, and what is in them is somebody's work. */
    readonly earlier: readonly string[],
    private readonly base: BaseBranch,
    private readonly gitDir: string,
  ) {
    this.start = base.commit;
  }

  static async create({ base, task, signal }: NewTaskTree): Promise<TaskTree> {
    const folder = join(base.root, FOLDER);
    await mkdir(folder, { recursive: true });
    // The folder hides itself, so that nothing of the user's has to be changed for it.
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'w' });
    const name = task.replace(/[^A-Za-z0-9_-]+/g, '-');
    const earlier: string[] = [];
    for (let number = 1; number <= MAX_TREES_OF_A_TASK; number += 1) {
      const own = number === 1 ? name : `${name}-${number}`;
      const path = join(folder, own);
      const branch = `agentcoord/${own}`;
      if (existsSync(path)) earlier.push(path);
      else if (!(await hasBranch(base, branch, signal))) {
        const add = ['worktree', 'add', '--quiet', '--no-track', '-b', branch, path, base.commit];
        await git(add, { cwd: base.root, signal });
        const gitDir = await gitLine(['rev-parse', '--absolute-git-dir'], { cwd: path });
        return new TaskTree(path, branch, earlier, base, gitDir);
      }
    }
    throw tooMany(task, folder);
  }

  /** For git in this tree. */
  call(signal?: AbortSignal): GitCall {
    return { cwd: this.path, gitDir: this.gitDir, signal };
  }

  /** Everything that is in the tree and not ignored, as a tree of git. */
  async snapshot(signal?: AbortSignal): Promise<string> {
    await git(['add', '--all', '.'], this.call(signal));
    const { stdout } = await git(['diff-index', '--cached', '--raw', '-z', this.start], this.call(signal));
    if (/:\d{6} 160000 /.test(stdout)) throw nestedRepository();
    return gitLine(['write-tree'], this.call(signal));
  }

  /** Puts these files into the tree, as changes of this commit. What was there is in a commit by now. */
  async become(tree: string, start: string, signal?: AbortSignal): Promise<void> {
    await git(['read-tree', '--reset', '-u', tree], this.call(signal));
    await this.moveTo(start);
  }

  /** Lets the branch of the task point to a commit that has the files as they are. */
  async moveTo(commit: string): Promise<void> {
    await git(['update-ref', `refs/heads/${this.branch}`, commit], this.call());
    this.start = commit;
  }

  /** Removes tree and branch where nothing would be lost. @returns whether it did. */
  async removeIfClean(): Promise<boolean> {
    const { stdout } = await git(['status', '--porcelain', '-z', '--untracked-files=all'], this.call());
    if (stdout !== '') return false;
    const ref = `refs/heads/${this.branch}`;
    const tip = await gitLine(['rev-parse', '--verify', ref], this.call());
    const inRoot = { cwd: this.base.root, answers: [1, 128] };
    const merged = await git(['merge-base', '--is-ancestor', tip, this.base.ref], inRoot);
    if (merged.exitCode !== 0) return false;
    // Without --force git looks once more, and refuses where something came in between.
    const removed = await git(['worktree', 'remove', this.path], inRoot);
    if (removed.exitCode !== 0) return false;
    await git(['update-ref', '-d', ref, tip], inRoot);
    return true;
  }
}

async function hasBranch(base: BaseBranch, branch: string, signal?: AbortSignal): Promise<boolean> {
  const args = ['show-ref', '--verify', '--quiet', `refs/heads/${branch}`];
  return (await git(args, { cwd: base.root, signal, answers: [1] })).exitCode === 0;
}

function nestedRepository(): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    'The work holds a git repository inside the work tree, whose files cannot be committed. Remove its .git folder, or ignore it.',
  );
}

function tooMany(task: string, folder: string): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `There are ${MAX_TREES_OF_A_TASK} work trees of the task ${task} in ${folder}. Look at them (git worktree list), ` +
      'keep what you need, and remove the others with git worktree remove.',
    { data: { task, folder } },
  );
}
