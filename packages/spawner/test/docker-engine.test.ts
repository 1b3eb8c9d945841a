import { chownSync, mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDockerLauncher, type DockerLauncherOptions, SpawnMode } from '../src/index.js';
import { setUpSpawning } from './support/spawning.js';
import { temporaryFolder } from './support/temporary.js';

/** Says what an engine would say at one point; the launcher is tried with a real one in apps/cli/test/launchers. */
async function fakeEngine(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  version = '1.47',
): Promise<{ socketPath: string; paths: string[] }> {
  const socketPath = join(temporaryFolder(), 'engine.sock');
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    request.resume();
    if (request.url === '/_ping') response.writeHead(200, { 'api-version': version }).end('OK');
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(() => void server.close());
  return { socketPath, paths };
}

async function failure(options: DockerLauncherOptions, redisUrl?: string, folders?: string[]) {
  const { another, folder, spawner } = await setUpSpawning();
  const work = join(folder, 'work');
  mkdirSync(work);
  if (process.getuid?.() === 0) chownSync(work, 1000, 1000);
  const launchers = [createDockerLauncher({ image: 'image:1', ...options })];
  const docker = await another({ launchers, redisUrl, cwd: work, folders: folders ?? [work] });
  const error = await docker.spawner
    .spawnWorker({ name: 'One', mode: SpawnMode.DOCKER })
    .catch((thrown) => thrown);
  // Whatever it was, the name is free for another try.
  expect((await spawner.list()).map(({ state }) => state)).toEqual(['failed']);
  return error;
}

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);

describe('what an engine cannot do is said with what to do next', () => {
  test('nobody listens', async () => {
    expect(await failure({ socketPath: '/nowhere/docker.sock' })).toMatchObject({
      code: 'misconfigured',
      message: expect.stringMatching(/No container engine answers at unix:\/\/\/nowhere.*DOCKER_HOST/),
    });
  });

  test('an engine of another machine', async () => {
    expect(await failure({ environment: { DOCKER_HOST: 'tcp://10.0.0.1:2375' } })).toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('unix socket'),
    });
  });

  test('an engine that is too old', async () => {
    const { socketPath } = await fakeEngine(() => undefined, '1.24');
    expect(await failure({ socketPath })).toMatchObject({
      code: 'unsupported',
      data: { version: '1.24', oldest: '1.40' },
    });
  });

  test('an image that cannot be pulled, with the progress until then', async () => {
    const progress: string[] = [];
    const { socketPath, paths } = await fakeEngine((request, response) => {
      if (request.method === 'GET') return json(response, 404, { message: 'No such image' });
      response.writeHead(200);
      const detail = { current: 5, total: 10 };
      response.write(`${JSON.stringify({ status: 'Downloading', id: 'abc', progressDetail: detail })}\n`);
      response.end(`${JSON.stringify({ error: 'toomanyrequests: wait\u001b[31m' })}\n`);
    });
    const error = await failure({ socketPath, onProgress: (text) => progress.push(text) });
    expect(error).toMatchObject({
      code: 'spawn_failed',
      message: expect.stringMatching(/"image:1".*toomanyrequests.*docker build/),
    });
    expect(error.message).not.toContain('\u001b');
    expect(progress).toEqual(['pulling image:1', 'pulling image:1: abc Downloading 50 %']);
    // In the version of the engine, not one of its past.
    expect(paths).toContain('POST /v1.47/images/create?fromImage=image%3A1');
  });

  test.each([
    [409, 'conflict', /docker rm -f agentcoord-One-/],
    [500, 'spawn_failed', /create the container: no space left/],
  ])('a container that cannot be made (%i)', async (status, code, message) => {
    const { socketPath } = await fakeEngine((request, response) => {
      if (request.method === 'GET') json(response, 200, { Id: 'sha256:1' });
      else json(response, status, { message: 'no space left' });
    });
    const redisUrl = 'redis://:canary-redis@redis.example.com:6379';
    const error = await failure({ socketPath }, redisUrl);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('what would be unsafe or could not work is refused before an engine is asked', () => {
  test('a folder with the socket of the engine in it', async () => {
    const { socketPath, paths } = await fakeEngine(() => undefined);
    const error = await failure({ socketPath }, undefined, [join(socketPath, '..')]);
    expect(error).toMatchObject({ code: 'misconfigured', message: expect.stringContaining(socketPath) });
    expect(paths).toEqual([]);
  });

  test.each(['root', '0:0', '1000'])('the user %s', async (user) => {
    expect(await failure({ socketPath: '/nowhere', user })).toMatchObject({
      code: 'invalid_argument',
      data: { field: 'user' },
    });
  });

  test.each([
    ['redis://127.0.0.1:6379', '--network host'],
    ['redis://:secret@localhost:6379/0', '--network host'],
    ['unix:///run/redis.sock', 'network address'],
  ])('Redis at %s', async (redisUrl, advice) => {
    const error = await failure({ socketPath: '/nowhere' }, redisUrl);
    expect(error).toMatchObject({ code: 'misconfigured', message: expect.stringContaining(advice) });
    expect(error.message).not.toContain('secret@');
  });
});

describe('what an engine does after nobody listens any more', () => {
  const ID = 'a'.repeat(64);

  /** Makes a container and never says so. */
  async function silentEngine() {
    let asked: () => void = () => undefined;
    const made = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const engine = await fakeEngine((request, response) => {
      const url = new URL(request.url ?? '', 'http://docker');
      if (url.pathname.endsWith('/create')) return asked();
      if (!url.pathname.endsWith('/containers/json')) return json(response, 200, {});
      const [label = ''] = JSON.parse(url.searchParams.get('filters') ?? '{}').label ?? [];
      const [name, value] = label.split('=');
      const others = { Id: 'b'.repeat(64), Labels: { [name]: 'worker_other' } };
      json(response, 200, [null, others, { Id: ID, Labels: { [name]: value } }]);
    });
    return { ...engine, made };
  }

  test('a container that was asked for and given up is removed, and no other', async () => {
    const { socketPath, paths, made } = await silentEngine();
    const { another, folder } = await setUpSpawning();
    const work = join(folder, 'work');
    mkdirSync(work);
    const launchers = [createDockerLauncher({ socketPath, image: 'image:1', user: '1000:1000' })];
    const { spawner } = await another({ launchers, cwd: work, folders: [work] });
    const giveUp = new AbortController();
    const spawning = spawner.spawnWorker({ name: 'One', mode: SpawnMode.DOCKER, signal: giveUp.signal });
    spawning.catch(() => undefined);
    await made;
    giveUp.abort();
    await expect(spawning).rejects.toMatchObject({ code: 'aborted' });
    expect(paths.filter((path) => path.startsWith('DELETE'))).toEqual([
      `DELETE /v1.47/containers/${ID}?v=1&force=1`,
    ]);
  });

  test('an engine that is not that of a worker says nothing about it, and ends nothing', async () => {
    const { socketPath, paths } = await fakeEngine((_request, response) => json(response, 404, {}));
    const launcher = createDockerLauncher({ socketPath });
    const other = '/run/user/1000/docker.sock';
    const handle = { host: hostname(), containerId: ID, spawnId: 'worker_1', socketPath: other };
    expect(await launcher.isAlive(handle)).toBe('elsewhere');
    await expect(launcher.stop(handle, { graceMs: 0 })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(`DOCKER_HOST=unix://${other}`),
    });
    await launcher.clear?.(handle);
    expect(paths).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['no object', 'null'],
    ['no state', '{"State":null}'],
    ['what is no JSON', '<html>'],
    ['an error', undefined],
  ])('an engine that says %s of a container does not say that it has ended', async (_what, body) => {
    const { socketPath, paths } = await fakeEngine((_request, response) => {
      response.writeHead(body === undefined ? 500 : 200).end(body);
    });
    const launcher = createDockerLauncher({ socketPath });
    const handle = { host: hostname(), containerId: ID, spawnId: 'worker_1' };
    expect(await launcher.isAlive(handle)).toBe('elsewhere');
    await expect(launcher.stop(handle, { graceMs: 0 })).rejects.toMatchObject({ code: 'spawn_failed' });
    await expect(launcher.find?.('worker_1')).rejects.toMatchObject({ code: 'spawn_failed' });
    expect(paths.filter((path) => path.startsWith('DELETE'))).toEqual([]);
  });
});
