import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBubblewrap } from '@agentcoord/tooling/bubblewrap';

const execute = promisify(execFile);

/** Ten parts of a small library: eight that stand alone, one that needs them all, and one that needs that. */
const PARTS = ['add', 'subtract', 'multiply', 'divide', 'negate', 'square', 'half', 'double'] as const;
/** Its verification waits for this file, so that a build can be killed in its middle. */
export const GATE = 'gate.open';

export interface BuildWorld {
  specification: string;
  /** For workers and the planner. */
  environment: Record<string, string>;
  transcripts: string;
  remove(): Promise<void>;
}

type Turn = { content: object[]; expect?: object };

const call = (name: string, input: object): object => ({ type: 'tool_use', name, input });
const turn = (...content: object[]): Turn => ({ content });

/** A project without code but with `npm test`, a specification, and a scripted model that can plan and build it. */
export async function makeBuildWorld(folder: string): Promise<BuildWorld> {
  const outside = await mkdtemp(join(tmpdir(), 'agentcoord-build-'));
  const transcripts = join(outside, 'transcripts.json');
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'sums', type: 'module', scripts: { test: 'node --test' } }),
  );
  await writeFile(join(folder, 'spec.md'), '# Sums\n\nA small library of sums, with tests.\n');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'A project');
  await writeTranscripts(transcripts, { 'plan-the-build': [turn(call('submit_plan', plan()))], ...work() });
  return {
    specification: 'spec.md',
    environment: { ...(await bubblewrapOf(outside)), AGENTCOORD_TRANSCRIPTS: transcripts, HOME: outside },
    transcripts,
    remove: () => rm(outside, { recursive: true, force: true }),
  };
}

export async function writeTranscripts(file: string, turns: Record<string, object[]>): Promise<void> {
  const transcripts = Object.fromEntries(
    Object.entries(turns).map(([name, list]) => [name, { turns: list }]),
  );
  await writeFile(file, JSON.stringify({ format: 'agentcoord-replay/1', transcripts }));
}

export function plannedTask(key: string, more: object = {}): object {
  return {
    key,
    title: `Write ${key}`,
    description: `Write ${key}.`,
    files: [],
    depends_on: [],
    size: 'small',
    ...more,
  };
}

function plan(): object {
  const parts = PARTS.map((name) =>
    plannedTask(name, {
      files: [`src/${name}.js`, `test/${name}.test.js`],
      verify: `node --test test/${name}.test.js`,
    }),
  );
  const all = plannedTask('index', {
    files: ['src/index.js', 'test/index.test.js'],
    depends_on: [...PARTS],
    verify: `while [ ! -e ${GATE} ]; do sleep 0.05; done; node --test test/index.test.js`,
  });
  const docs = plannedTask('readme', {
    files: ['README.md'],
    depends_on: ['index'],
    verify: 'grep -q Sums README.md',
  });
  return { summary: 'A library of sums, each with its test.', tasks: [...parts, all, docs] };
}

function work(): Record<string, Turn[]> {
  const part = (name: string): Turn[] => [
    turn(
      call('write_file', { path: `src/${name}.js`, content: `export const ${name} = () => '${name}';\n` }),
      call('write_file', { path: `test/${name}.test.js`, content: testOf(name, `../src/${name}.js`) }),
    ),
    turn(call('finish', { summary: `Wrote ${name} and its test.` })),
  ];
  const index = PARTS.map((name) => `export * from './${name}.js';\n`).join('');
  return {
    ...Object.fromEntries(PARTS.map((name) => [`write-${name}`, part(name)])),
    'write-index': [
      turn(
        call('write_file', { path: 'src/index.js', content: index }),
        call('write_file', { path: 'test/index.test.js', content: testOf('half', '../src/index.js') }),
      ),
      turn(call('finish', { summary: 'Wrote the index.' })),
    ],
    'write-readme': [
      turn(call('write_file', { path: 'README.md', content: '# Sums\n' })),
      turn(call('finish', { summary: 'Wrote the readme.' })),
    ],
  };
}

function testOf(name: string, path: string): string {
  return [
    "import assert from 'node:assert';",
    "import test from 'node:test';",
    `import { ${name} } from '${path}';`,
    `test('${name}', () => assert.equal(${name}(), '${name}'));`,
    '',
  ].join('\n');
}

/** As one program, for workers are given no library path. */
async function bubblewrapOf(folder: string): Promise<Record<string, string>> {
  const found = findBubblewrap();
  if (!found) return {};
  const script = join(folder, 'bwrap');
  const variables = Object.entries(found.env).map(([name, value]) => `${name}='${value}' `);
  await writeFile(script, `#!/bin/sh\n${variables.join('')}exec '${found.command}' "$@"\n`);
  await chmod(script, 0o755);
  return { AGENTCOORD_BUBBLEWRAP: script };
}

function git(folder: string, ...args: string[]): Promise<unknown> {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  return execute('git', [...identity, ...args], { cwd: folder });
}
