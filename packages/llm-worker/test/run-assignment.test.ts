import { spawnSync } from 'node:child_process';
import { AgentCoordError } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';
import {
  createCommandEngine,
  createLlmEngine,
  type Engine,
  type EngineOutcome,
  runAssignment,
} from '../src/index.js';
import { finishTurn, scriptedProvider } from './support/scripted-provider.js';
import { setUp, task } from './support/setting.js';

const engines = (): Engine[] => [
  createCommandEngine(),
  createLlmEngine({ provider: scriptedProvider([finishTurn()]) }),
];

async function run(
  payload: Parameters<typeof task>[0],
  given: readonly Engine[] = engines(),
  context = {},
): Promise<EngineOutcome> {
  return runAssignment(task(payload), { ...(await setUp()).context, ...context }, { engines: given });
}

const own = (outcome: () => Promise<EngineOutcome>): Engine => ({ name: 'llm', run: outcome });
const done: EngineOutcome = { status: 'done', summary: 'I say so.', filesChanged: [], usage: null };

describe('the engine of a task', () => {
  it('is the one it names, else command where it has a command, else the model', async () => {
    expect((await run({ command: 'true' })).usage).toBeNull();
    expect((await run({})).usage).not.toBeNull();
    expect((await run({ engine: 'llm', command: 'true' })).usage).not.toBeNull();
    expect(await run({ engine: 'command' })).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'invalid_argument' },
    });
  });

  it('that this worker does not have fails the attempt, and another worker may try', async () => {
    const outcome = await run({}, [createCommandEngine()]);
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'unsupported' } });
    expect(outcome.status === 'failed' && outcome.error.message).toContain('this worker has: command');
  });
});

describe('a payload that is wrong', () => {
  it('fails for good, naming each field', async () => {
    const wrong: Array<[Parameters<typeof task>[0], string]> = [
      [{ engine: 'magic' }, 'payload.engine'],
      [{ command: '  ' }, 'payload.command'],
      [{ command: ['ls'] }, 'payload.command'],
      [{ command: 'ls', timeout: 'soon' }, 'payload.timeout'],
      [{ command: 'ls', timeout: 0 }, 'payload.timeout'],
      [{ command: 'ls', env: { 'A B': 'x' } }, 'payload.env'],
      [{ command: 'ls', env: { A: 1 } }, 'payload.env.A'],
      [{ verify: { run: 'x' } }, 'payload.verify'],
      [{ files: 'a.ts' }, 'payload.files'],
    ];
    for (const [payload, field] of wrong) {
      const outcome = await run(payload);
      expect(outcome, JSON.stringify(payload)).toMatchObject({
        status: 'failed',
        retryable: false,
        error: { code: 'invalid_argument' },
      });
      expect(outcome.status === 'failed' && outcome.error.message).toContain(field);
    }
  });

  it('may name files to lock only inside the workspace', async () => {
    expect(await run({ files: ['../outside.txt'] })).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_argument' },
    });
  });
});

describe('an assignment', () => {
  it('never rejects, whatever its engine does', async () => {
    const throwing = own(() =>
      Promise.reject(new AgentCoordError('storage_unavailable', 'The store is away.')),
    );
    expect(await run({}, [throwing])).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { code: 'storage_unavailable' },
    });
    const broken = own(() => {
      throw new TypeError('x is undefined');
    });
    expect(await run({}, [broken])).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { code: 'internal' },
    });
  });

  it('is not done without its verification, whatever its engine believes', async () => {
    const believing = own(() => Promise.resolve(done));
    expect(await run({ verify: 'true' }, [believing])).toMatchObject({ status: 'done' });
    expect(await run({ verify: 'exit 5' }, [believing])).toMatchObject({
      status: 'failed',
      error: { code: 'verify_failed', data: { exitCode: 5 } },
    });
  });

  it('does not begin in a folder that is not there', async () => {
    for (const workspaceRoot of ['/nowhere/at/all', 'relative/folder', '/dev/null']) {
      const outcome = await run({ command: 'true' }, engines(), { workspaceRoot });
      expect(outcome).toMatchObject({
        status: 'failed',
        retryable: false,
        error: { data: { field: 'workspaceRoot' } },
      });
    }
  });

  it('cannot have more time than its worker gives', async () => {
    const startedAt = performance.now();
    const outcome = await run(
      { command: 'sleep 100', timeout: '1h' },
      [createCommandEngine({ grace: 100 })],
      { limits: { timeout: 80 } },
    );
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'timeout' } });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('refuses limits that are none', async () => {
    for (const limits of [{ maxTurns: 0 }, { timeout: 0 }, { maxTokens: 1.5 }, { verifyRounds: -1 }]) {
      expect(await run({ command: 'true' }, engines(), { limits })).toMatchObject({
        status: 'failed',
        error: { code: 'invalid_argument' },
      });
    }
  });
});

describe('this package', () => {
  // Module hooks of a process of its own, in which the SDK cannot be loaded.
  const hooks =
    "export const resolve = (name, context, next) => { if (name.startsWith('@anthropic-ai/')) throw new Error('SDK wanted'); return next(name, context); };";
  const load = (name: string) => {
    const source = `
      import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
      await import('${name}');
      console.log('loaded');`;
    const flags = ['--conditions=@agentcoord/source', '--import', 'tsx', '--input-type=module', '-e', source];
    return spawnSync(process.execPath, flags, { cwd: new URL('..', import.meta.url), encoding: 'utf8' });
  };

  it('loads no SDK before a task needs it', () => {
    const ours = load('@agentcoord/llm-worker');
    expect(ours.stdout, ours.stderr).toBe('loaded\n');
    expect(load('@anthropic-ai/sdk').stderr).toContain('SDK wanted');
  });
});
