import { once } from 'node:events';
import { createServer } from 'node:net';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { type RunningCli, setUpCli } from './support/cli.js';
import { missing, unless } from './support/redis.js';

const cli = setUpCli();

/** 2 s is the promise; a busy machine may take twice as long to run anything at all. A call has 5 s. */
const PROMPT_MS = 4_000;

async function interrupt(running: RunningCli): Promise<number | null> {
  const began = performance.now();
  running.kill('SIGINT');
  const { code } = await running.ended;
  expect(performance.now() - began).toBeLessThan(PROMPT_MS);
  return code;
}

describe('Ctrl-C ends a command', () => {
  test.each([
    [['status']],
    [['tasks', 'list', '--limit', '5']],
    [['tasks', 'add', 'x']],
    [['worker']],
    [['locks', 'run', 'src/a.ts', '--', 'true']],
    [['events', '--follow']],
    [['doctor']],
  ])('that connects to a server which never answers: %j', async (args) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const connected = once(server, 'connection');
    const running = cli.start(args, { environment: { REDIS_URL: `redis://127.0.0.1:${port}` } });
    const [socket] = await connected;
    expect(await interrupt(running)).toBe(130);
    socket.destroy();
    server.close();
  });

  test.skipIf(missing).each([
    [['events', '--follow', '--json'], 'stdout', '"task-added"'],
    [['worker', '--name', 'W1'], 'stderr', 'W1'],
    [['locks', 'run', 'src/a.ts', '--', 'sh', '-c', 'echo begun; exec sleep 60'], 'stdout', 'begun'],
  ] as const)(`that works while its server stands still: %j${unless}`, async (args, stream, part) => {
    const server = await startRedisServer();
    try {
      const environment = { REDIS_URL: `unix://${server.socketPath}` };
      await cli.run(['tasks', 'add', 'x', '--tag', 'none'], { environment });
      const running = cli.start([...args], { environment });
      await running.printed(stream, part);
      server.pause();
      expect(await interrupt(running)).toBe(130);
    } finally {
      await server.remove();
    }
  });
});
