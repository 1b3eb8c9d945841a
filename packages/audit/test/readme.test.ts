import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));

test('the lines of the README run as they stand', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const readme = await readFile(`${here}/README.md`, 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const elsewhere = code.replaceAll("'.audit", `'${folder}`);
  const loading = ['--conditions=@agentcoord/source', '--import', 'tsx', '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...loading, '-e', elsewhere], {
    cwd: here,
  });
  expect(stdout).toMatch(/Ada#agent_1 deployment Tests pass\n/);
  expect(stdout).toMatch(/ok 2 2 \[\]/);
});
