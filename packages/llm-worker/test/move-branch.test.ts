import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findBaseBranch } from '../src/git/base-branch.js';
import { raiseMergeFence } from '../src/git/merge-fence.js';
import { moveBranch } from '../src/git/move-branch.js';
import { prepareRefMove } from '../src/git/ref-transaction.js';
import { gitFolder, gitIn } from './support/git-folder.js';

/** A branch, and a commit on top of it that no branch has. */
async function bench() {
  const root = await gitFolder({ 'a.txt': 'old\n' });
  const base = await findBaseBranch(root);
  gitIn(root, 'checkout', '-q', '--detach');
  await writeFile(join(root, 'a.txt'), 'new\n');
  gitIn(root, 'commit', '-q', '-a', '-m', 'work');
  const to = gitIn(root, 'rev-parse', 'HEAD');
  gitIn(root, 'checkout', '-q', 'main');
  const raise = (fence: number) => raiseMergeFence({ root, branch: 'main', fence });
  return { root, base, from: base.commit, to, raise };
}

it('refuses a holder of the merge lease after a later one was there, and changes nothing', async () => {
  const { root, base, from, to, raise } = await bench();
  const stale = await raise(7);
  const fence = await raise(8);
  const moved = await moveBranch({ base, from, to, fence: stale, reason: 'stale' });
  expect(moved).toMatchObject({ status: 'refused' });
  await expect(raise(7)).rejects.toMatchObject({ code: 'fenced', data: { fence: 7, accepted: 8 } });
  expect(gitIn(root, 'rev-parse', 'main')).toBe(from);
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('old\n');
  expect(await moveBranch({ base, from, to, fence, reason: 'work' })).toEqual({ status: 'moved' });
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('new\n');
  expect(gitIn(root, 'status', '--porcelain')).toBe('');
});

it('refuses to move a branch that somebody else has moved', async () => {
  const { root, base, from, to, raise } = await bench();
  gitIn(root, 'commit', '-q', '--allow-empty', '-m', 'of a person');
  const tip = gitIn(root, 'rev-parse', 'main');
  const fence = await raise(1);
  expect(await moveBranch({ base, from, to, fence, reason: 'work' })).toMatchObject({ status: 'refused' });
  expect(gitIn(root, 'rev-parse', 'main')).toBe(tip);
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('old\n');
});

it('moves a branch that is checked out nowhere, and no files with it', async () => {
  const { root, base, from, to, raise } = await bench();
  gitIn(root, 'checkout', '-q', '-b', 'other');
  const fence = await raise(1);
  expect(await moveBranch({ base, from, to, fence, reason: 'work' })).toEqual({ status: 'moved' });
  expect(gitIn(root, 'rev-parse', 'main')).toBe(to);
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('old\n');
});

it('lets nobody move the branch between the comparison and the move', async () => {
  const { root, base, from, to, raise } = await bench();
  const fence = await raise(1);
  const move = { ref: base.ref, from, to, reason: 'work', verify: [fence] };
  const first = await prepareRefMove(move, { cwd: root });
  if (!('prepared' in first)) throw new Error(first.refused);
  expect(() => gitIn(root, 'update-ref', base.ref, to, from)).toThrow(/lock/);
  await first.prepared.abort();
  expect(gitIn(root, 'rev-parse', 'main')).toBe(from);
  gitIn(root, 'update-ref', base.ref, to, from);
});
