import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const heard = new EventEmitter();

/** The whole story in one terminal: every line says which process it is of. */
const home = await mkdtemp(join(tmpdir(), 'agentcoord-example-'));
const running: ChildProcess[] = [];
const said: string[] = [];

try {
  const coordinator = start('coordinator');
  await line('coordinator', 'leads');
  // Grace works for so long that she is sure to be killed in the middle of a task.
  const grace = start('worker', 'Grace', { TASK_MS: '600000' });
  await line('Grace', 'begins');
  grace.kill('SIGKILL');
  console.log('              Grace was killed (SIGKILL) in the middle of her task');
  const ada = start('worker', 'Ada', { TASK_MS: '200' });
  await once(coordinator, 'exit');
  ada.kill('SIGTERM');
  await once(ada, 'exit');
  check(coordinator, ada);
  console.log('              as it should be: every task was done once, by who was left');
} finally {
  for (const child of running) child.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
}

function start(
  script: 'coordinator' | 'worker',
  name?: string,
  environment: Record<string, string> = {},
): ChildProcess {
  const label = name ?? script;
  const args = [
    ...process.execArgv,
    join(import.meta.dirname, `${script}.ts`),
    ...(name === undefined ? [] : [name]),
  ];
  const child = spawn(process.execPath, args, {
    // A store of its own; REDIS_URL, where it is set, is used as everywhere.
    env: { ...process.env, AGENTCOORD_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  createInterface({ input: child.stdout }).on('line', (text) => {
    console.log(`${label.padEnd(12)}  ${text}`);
    said.push(`${label} ${text}`);
    heard.emit('line');
  });
  child.once('exit', () => heard.emit('line'));
  return child;
}

async function line(label: string, beginning: string): Promise<void> {
  while (!said.some((text) => text.startsWith(`${label} ${beginning}`))) {
    assert.ok(
      running.every(({ exitCode }) => exitCode === null),
      'a process ended too soon',
    );
    await once(heard, 'line');
  }
}

function check(coordinator: ChildProcess, ada: ChildProcess): void {
  assert.equal(coordinator.exitCode, 0);
  assert.equal(ada.exitCode, 0);
  for (const id of ['greet-fr', 'greet-de', 'greet-es', 'greet-xx'])
    assert.equal(said.filter((text) => text === `Ada did ${id}`).length, 1, `${id} was done once, by Ada`);
  assert.ok(
    said.includes('coordinator Grace is dead; given to others: greet-fr'),
    'her task was given to others',
  );
  const esperanto = said.find((text) => text.startsWith('coordinator greet-xx'));
  assert.match(esperanto ?? '', /bonan matenon/, 'a question was answered');
  assert.ok(said.includes('coordinator all done'));
}
