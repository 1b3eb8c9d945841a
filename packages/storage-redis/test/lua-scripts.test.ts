import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { GUARD_KEY } from '../src/scripts/join-script.js';
import { SCRIPTS } from '../src/scripts/scripts.js';
import { SHARED_PARTS } from '../src/scripts/shared-parts.js';

const folder = fileURLToPath(new URL('../src/lua/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.lua'),
);
const verbs = files.filter((name) => dirname(name) !== 'shared');
const scripts = Object.values(SCRIPTS).flatMap((facet) => Object.values(facet));

test('every script is in the catalogue, and every part as well', () => {
  expect(scripts.map((script) => `${script.name}.lua`).sort()).toEqual(verbs.sort());
  const parts = files.filter((name) => dirname(name) === 'shared').map((name) => basename(name, '.lua'));
  expect(Object.keys(SHARED_PARTS).sort()).toEqual(parts.sort());
});

test.each(verbs)('%s says what it is, takes and answers', (name) => {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  expect(lines[0]).toMatch(new RegExp(`^-- ${name.replace('.lua', '')}: .+\\.$`));
  const kinds = lines
    .filter((line) => /^-- (KEYS|ARGV|Reply): /.test(line))
    .map((line) => line.split(/[ :]+/)[1]);
  expect(kinds).toEqual(['KEYS', 'ARGV', 'Reply']);
});

// The loader makes the locals from the header: what is named there is what the script takes. Left to
// check is that nothing is named in vain, and that nothing is taken past the header.
test.each(scripts.map((script) => [script.name, script] as const))(
  '%s uses all it names',
  (_name, script) => {
    const body = script.text
      .split('\n')
      .filter((line) => !line.startsWith('local ') || !/= (KEYS|ARGV)\[|= \d+$/.test(line))
      .join('\n');
    const named = [...script.keys, ...script.args].filter((name) => name !== GUARD_KEY);
    for (const name of named) {
      expect(body, `${name} is used`).toMatch(new RegExp(`\\b${name}\\b`));
    }
    expect(body).not.toMatch(/\b(KEYS|ARGV)\[\d/);
  },
);

test.each(scripts.map((script) => [script.name, script] as const))(
  '%s does not begin while its keys are being moved to another node',
  (_name, script) => {
    expect(script.keys).toContain(GUARD_KEY);
    expect(script.text).not.toMatch(/(HSET|ZADD|SADD|SET|XADD)', spare\b/);
  },
);

test.each(files)('%s is short enough to be read at once', (name) => {
  expect(readFileSync(join(folder, name), 'utf8').split('\n').length).toBeLessThanOrEqual(70);
});

test.each(files)('%s takes the time from the server alone', (name) => {
  expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/os\.time|os\.clock/);
});
