import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditLog } from '@agentcoord/audit';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support/stores.js';

test('git sees neither seals nor segments of a log whose folder lies in a work tree', async () => {
  const tree = await temporaryFolder();
  const git = (...words: string[]) => execFileSync('git', words, { cwd: tree, encoding: 'utf8' });
  git('init', '--quiet');
  const folder = join(tree, 'store', 'audit');
  await using storage = await openMemoryStorage();
  await using audit = new AuditLog({ storage, author: 'auditor', folder });
  await audit.logDecision({ type: 'step' });
  await audit.seal();
  expect(git('status', '--porcelain', '--untracked-files=all')).toBe('');
  // As on a host that archives and has never sealed.
  await rm(folder, { recursive: true });
  expect(await audit.archive()).toMatchObject({ removed: 1 });
  expect(git('status', '--porcelain', '--untracked-files=all')).toBe('');
});
