import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { storeFolder } from './support/stores.js';

const here = fileURLToPath(new URL('..', import.meta.url));

test('the lines of the README run as they stand', async () => {
  const readme = await readFile(`${here}/README.md`, 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const elsewhere = code.replace("'.board'", JSON.stringify(await storeFolder()));
  const loading = ['--conditions=@agentcoord/source', '--import', 'tsx', '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...loading, '-e', elsewhere], {
    cwd: here,
  });
  expect(stdout).toMatch(/^sent \[ { agent: 'Bob', state: 'sent' } \]/);
  expect(stdout).toMatch(/state: 'acknowledged'.*Bob: Looks good\..*\n1\n$/s);
});
