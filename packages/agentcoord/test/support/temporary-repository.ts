import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A git repository of this test alone, removed when it ends. */
export function temporaryRepository(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentcoord-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}
