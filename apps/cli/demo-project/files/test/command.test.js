import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/wordkit.js', import.meta.url));
const run = (args, input = '') =>
  spawnSync(process.execPath, [program, ...args], { input, encoding: 'utf8' });

test('wordkit slug prints an address', () => {
  assert.equal(run(['slug', 'Hello, World!']).stdout, 'hello-world\n');
});

test('wordkit seconds prints a number', () => {
  assert.equal(run(['seconds', '1h 30m']).stdout, '5400\n');
});

test('wordkit words reads CSV from standard input', () => {
  assert.equal(
    run(['words', 'comment'], 'comment\nred red blue\n').stdout,
    'word  count\nred       2\nblue      1\n',
  );
});

test('wordkit explains itself and fails on anything else', () => {
  const wrong = run(['fly']);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /slug.*seconds.*words/s);
});
