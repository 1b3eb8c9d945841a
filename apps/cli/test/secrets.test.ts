import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CANARIES, CANARY_ENVIRONMENT, leaksIn } from './support/canaries.js';
import { setUpCli } from './support/cli.js';
import { modelServer } from './support/model-server.js';

const cli = setUpCli();

/** Prints the environment of the worker itself: what a process of the same user can do without a sandbox. */
const DUMP = [
  'p=$PPID',
  'while [ "$p" -gt 1 ]; do',
  "  if tr '\\0' '\\n' < /proc/$p/environ | grep -q canary00; then tr '\\0' '\\n' < /proc/$p/environ; break; fi",
  "  p=$(sed 's/.*) //' /proc/$p/stat | cut -d' ' -f2)",
  'done',
].join('\n');
const ALL = CANARIES.map(({ value }) => value).join('\n');

async function add(title: string, payload: object): Promise<string> {
  const end = await cli.run([
    'tasks',
    'add',
    '--json',
    title,
    '--max-attempts',
    '1',
    '--payload',
    JSON.stringify(payload),
  ]);
  expect(end.stderr).toBe('');
  return (end.json().data as { id: string }).id;
}

/** What every command shows, and every byte of every file of the store, the logs and the audit log. */
async function everythingKept(ids: readonly string[]): Promise<Record<string, string>> {
  const sinks: Record<string, string> = {};
  for (const id of ids) sinks[`task ${id}`] = (await cli.run(['tasks', 'show', id, '--json'])).stdout;
  for (const command of ['events', 'audit', 'board', 'costs', 'workers', 'status', 'approvals'])
    sinks[command] = (await cli.run([command, '--json'])).stdout;
  const folder = join(cli.folder, '.git', 'agentcoord');
  for (const name of await readdir(folder, { recursive: true })) {
    const text = await readFile(join(folder, name), 'latin1').catch(() => '');
    sinks[`file ${name}`] = text;
  }
  return sinks;
}

function expectNoLeaks(sinks: Record<string, string>): void {
  const leaks = Object.entries(sinks).flatMap(([sink, text]) =>
    leaksIn(text).map((name) => `${name} in ${sink}`),
  );
  expect(leaks).toEqual([]);
}

test('of twenty secrets none is in a log, an error, the audit log, an event, a result, a prompt or a file', async () => {
  const model = await modelServer(
    [
      { name: 'read_file', arguments: { path: 'notes.txt' } },
      { name: 'report_progress', arguments: { note: `I found ${ALL}` } },
      { name: 'search', arguments: { pattern: 'canary' } },
      { name: 'ask_board', arguments: { title: `Is it ${CANARIES[0]?.value}?`, message: ALL } },
      { name: 'create_subtask', arguments: { title: 'Part', description: ALL } },
      { name: 'finish', arguments: { summary: `I found ${ALL}` } },
    ],
    'anthropic',
    CANARY_ENVIRONMENT.ANTHROPIC_API_KEY,
  );
  await writeFile(join(cli.folder, 'notes.txt'), ALL);
  const environment = { ...CANARY_ENVIRONMENT, ...model.environment, AGENTCOORD_DEBUG: '1' };
  const dumped = await add('Dump', { command: `${DUMP}; (${DUMP}) >&2` });
  const failed = await add('Dump and fail', { command: `(${DUMP}) >&2; exit 3` });
  const talked = await add('Talk about it', { engine: 'llm' });
  const verified = await add('Verify with a dump', {
    engine: 'llm',
    verify: { command: `${DUMP}; false`, rounds: 1 },
  });
  const worker = await cli.run(['worker', '--llm', '--until-idle', '--json'], { environment });
  // The two tasks of the model, each with a subtask that has one itself.
  expect(worker.json().data).toMatchObject({ completed: 6, failed: 2 });

  const prompts = model.prompts();
  const sinks = {
    log: worker.stderr,
    answer: worker.stdout,
    prompts,
    ...(await everythingKept([dumped, failed, talked, verified])),
  };
  expectNoLeaks(sinks);
  // They were on their way to each of these, and were hidden there.
  for (const sink of [
    `task ${dumped}`,
    `task ${failed}`,
    `task ${talked}`,
    `task ${verified}`,
    'prompts',
    'board',
    'log',
    'events',
  ] as const)
    expect(sinks[sink as keyof typeof sinks], sink).toContain('hidden]');
});

test('nor in the errors of a server that repeats the key, and the headers it was sent', async () => {
  const key = CANARY_ENVIRONMENT.OPENAI_API_KEY ?? '';
  const model = await modelServer([], 'openai', key);
  model.fail(401, `Incorrect API key provided: ${key}. Authorization: Bearer ${key}`);
  const id = await add('Ask', { engine: 'llm' });
  const environment = { ...CANARY_ENVIRONMENT, ...model.environment, AGENTCOORD_DEBUG: '1' };
  const worker = await cli.run(['worker', '--llm', '--provider', 'openai', '--until-idle'], { environment });
  const sinks = { log: worker.stderr, answer: worker.stdout, ...(await everythingKept([id])) };
  expectNoLeaks(sinks);
  expect(sinks[`task ${id}` as keyof typeof sinks]).toContain('[hidden]');
});

test('nor in the arguments, the environment or the log of a spawned worker, but for the key of its own provider', async () => {
  const model = await modelServer(
    [{ name: 'finish', arguments: { summary: 'Done.' } }],
    'openai',
    CANARY_ENVIRONMENT.OPENAI_API_KEY,
  );
  const environment = { ...CANARY_ENVIRONMENT, ...model.environment, AGENTCOORD_DEBUG: '1' };
  const spawned = await cli.run(['spawn', '--llm', '--provider', 'openai', '--name', 'W1', '--json'], {
    environment,
  });
  const { workers } = spawned.json().data as { workers: Array<{ handle: { pid: number } }> };
  const { pid } = workers[0]?.handle ?? { pid: 0 };
  try {
    const argv = await readFile(`/proc/${pid}/cmdline`, 'latin1');
    expect(argv).toContain('--provider=openai');
    const inherited = await readFile(`/proc/${pid}/environ`, 'latin1');
    expect(leaksIn(inherited)).toEqual(['OPENAI_API_KEY']);
    const id = await add('Ask', { engine: 'llm' });
    await cli.run(['tasks', 'wait', id]);
    expectNoLeaks({ argv, spawn: spawned.stdout + spawned.stderr, ...(await everythingKept([id])) });
  } finally {
    await cli.run(['stop', '--all']);
  }
});
