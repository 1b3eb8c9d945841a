import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^\$ (node bin\/wordkit\.js .+)\n(.*)$/gm)];

test('the README shows the commands, and they print what it says', () => {
  assert.ok(examples.length >= 2, 'at least two examples');
  for (const [, command, expected] of examples) {
    assert.equal(
      execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' }).split('\n')[0],
      expected,
    );
  }
});
