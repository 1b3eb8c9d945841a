import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

interface Entry {
  sequence: number;
  author: string;
  type: string;
  reason?: string;
  key: string;
  details?: Record<string, unknown>;
}

const auditFolder = (): string => join(cli.folder, '.git', 'agentcoord', 'audit');

async function list(...args: string[]): Promise<Entry[]> {
  const end = await cli.run(['audit', '--json', ...args]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  return (end.json().data as { entries: Entry[] }).entries;
}

test('a lock that is forced is in the audit log, with who did it and why', async () => {
  await cli.run(['locks', 'acquire', 'src/a.ts', '--agent', 'Ada']);
  await cli.run(['locks', 'release', 'src/a.ts', '--force', '--reason', 'Ada left']);
  expect(await list()).toMatchObject([
    { type: 'lock-forced', reason: 'Ada left', details: { holder: 'Ada', by: 'operator' } },
  ]);
  expect((await cli.run(['audit'])).stdout).toMatch(/operator\S* {2}lock-forced {2}lease\/\S+: Ada left\n$/);
});

test('decisions are logged, filtered by agent, type and time, and exported', async () => {
  const log = (agent: string, type: string) =>
    cli.run([
      'audit',
      'log',
      type,
      '--agent',
      agent,
      '--context',
      'v2.0',
      '--reason',
      'Tests pass',
      '--details',
      '{"n":1}',
    ]);
  for (const [agent, type] of [
    ['Ada', 'deployment'],
    ['Bob', 'deployment'],
    ['Ada', 'review'],
  ] as const)
    expect(await log(agent, type)).toMatchObject({ code: 0, stderr: '' });
  expect(await list('--by', 'Ada')).toMatchObject([{ type: 'deployment' }, { type: 'review' }]);
  expect(await list('--agent', 'Bob')).toMatchObject([{ type: 'deployment' }]);
  expect(await list('--type', 'review', '--since', '1h')).toHaveLength(1);
  expect(await list('--until', '2020-01-01')).toEqual([]);
  expect(await list('--limit', '1')).toMatchObject([{ type: 'review' }]);
  const exported = (await cli.run(['audit', 'export'])).stdout.trim().split('\n');
  expect(exported.map((line) => JSON.parse(line).body.content.type)).toEqual([
    'deployment',
    'deployment',
    'review',
  ]);
  const out = await cli.run(['audit', 'export', '--type', 'review', '--out', 'audit.jsonl']);
  expect(out).toMatchObject({ code: 0, stdout: expect.stringContaining('Wrote 1 entries') });
  expect((await readFile(join(cli.folder, 'audit.jsonl'), 'utf8')).trim()).toBe(exported[2]);
  expect(await cli.run(['audit', 'export', '--out', 'audit.jsonl'])).toMatchObject({ code: 5 });
});

test('the tail follows what is logged, as JSON Lines', async () => {
  await cli.run(['audit', 'log', 'first']);
  const tail = cli.start(['audit', 'tail', '--follow', '--json']);
  await tail.printed('stdout', '"first"');
  await cli.run(['audit', 'log', 'second', '--agent', 'Ada']);
  await tail.printed('stdout', '"second"');
  tail.kill('SIGINT');
  const { stdout } = await tail.ended;
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ data }) => [data.kind, data.sequence, data.type])).toEqual([
    ['audit-entry', 1, 'first'],
    ['audit-entry', 2, 'second'],
  ]);
});

test('verify exits 0 when all is right, 1 naming the entry when it is not, 6 when something is not here', async () => {
  for (const type of ['one', 'two', 'three']) await cli.run(['audit', 'log', type]);
  expect(await cli.run(['audit', 'seal'])).toMatchObject({ code: 0 });
  const right = await cli.run(['audit', 'verify', '--json']);
  expect(right.code).toBe(0);
  expect(right.json().data).toMatchObject({
    status: 'ok',
    entries: 3,
    sealedTo: 3,
    anchor: 'file',
    findings: [],
  });
  expect((await cli.run(['audit', 'verify'])).stdout).toMatch(/^OK {2}3 entries/);

  const archived = await cli.run(['audit', 'archive']);
  expect(archived.stdout).toMatch(/^Moved entries 1 to 3 \(3\) to /);
  expect(await cli.run(['audit', 'verify'])).toMatchObject({ code: 0 });
  const folder = join(auditFolder(), 'segments');
  const [segment = ''] = await readdir(folder);
  const text = await readFile(join(folder, segment), 'utf8');
  await writeFile(join(folder, segment), text.replace('"two"', '"six"'));
  const wrong = await cli.run(['audit', 'verify', '--json']);
  expect(wrong.code).toBe(1);
  expect(wrong.json().data).toMatchObject({
    status: 'tampered',
    findings: [{ kind: 'changed', sequence: 2 }],
  });
  expect((await cli.run(['audit', 'verify', '--no-signatures'])).stdout).toMatch(
    /^TAMPERED.*\nchanged {6}Entry 2 /,
  );

  await rename(join(folder, segment), join(cli.folder, segment));
  const incomplete = await cli.run(['audit', 'verify']);
  expect(incomplete).toMatchObject({
    code: 6,
    stdout: expect.stringContaining('Entries 1 to 3 were archived'),
  });
});

test('text of entries cannot act on a terminal', async () => {
  await cli.run([
    'audit',
    'log',
    'x',
    '--context',
    'a\u001b[2Jb\u202ec',
    '--reason',
    '\u009b31m\nstatus ok',
    '--agent',
    'A',
  ]);
  for (const args of [['audit'], ['audit', 'tail'], ['audit', 'verify']])
    expect((await cli.run(args)).stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('the operator signs with the pinned key; an agent with one of its own', async () => {
  const operator = { environment: { XDG_CONFIG_HOME: join(cli.folder, 'config') } };
  const { publicKey } = (
    (await cli.run(['init', '--json'], operator)).json().data as { operatorKey: { publicKey: string } }
  ).operatorKey;
  await cli.run(['audit', 'log', 'by-operator'], operator);
  await cli.run(['audit', 'log', 'by-agent', '--agent', 'Ada'], operator);
  const [first, second] = await list();
  expect(first).toMatchObject({ type: 'by-operator', key: publicKey });
  expect(second?.key).not.toBe(publicKey);
  expect(await cli.run(['audit', 'verify'])).toMatchObject({ code: 0 });
});

test('every step of an approval is in the audit log', async () => {
  const asked = await cli.run(['request', 'deploy', '--no-wait', '--agent', 'Ada']);
  await cli.run(['approve', asked.stdout.trim(), '--reason', 'go']);
  expect(await list()).toMatchObject([
    { type: 'approval-requested' },
    { type: 'approval-approved', reason: 'go', details: { by: 'operator', approval: asked.stdout.trim() } },
  ]);
});

test('wrong input is told', async () => {
  expect(await cli.run(['audit', 'log', 'a b'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('type must be'),
  });
  expect(await cli.run(['audit', '--since', 'yesterday'])).toMatchObject({ code: 2 });
  expect(await cli.run(['audit', '--limit', '0'])).toMatchObject({ code: 2 });
  expect((await cli.run(['audit'])).stdout).toBe('No audit entries.\n');
});
