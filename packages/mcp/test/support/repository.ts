import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A git repository of this test alone, and so a namespace; removed when it ends. */
export function temporaryRepository(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentcoord-mcp-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  execFileSync('git', ['init', '--quiet'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
  });
  return folder;
}
