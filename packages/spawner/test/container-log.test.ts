import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ContainerEngine,
  engineMissing,
  startContainerEngine,
} from '@agentcoord/tooling/container-engine';
import { type CuttingProxy, startCuttingProxy } from '@agentcoord/tooling/cutting-proxy';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { containerExit } from '../src/docker/container-exit.js';
import { Engine } from '../src/docker/engine.js';
import { readLog } from '../src/index.js';
import { type Pump, startPump } from '../src/log/start-pump.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const missing = engineMissing();

describe.skipIf(missing)(
  `the log and the end of a container${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let engine: ContainerEngine;
    beforeAll(async () => {
      engine = await startContainerEngine();
    });
    afterAll(() => engine?.remove());

    const containers = (): string => engine.podman(['ps', '--all', '--quiet']);

    interface Following {
      id: string;
      proxy: CuttingProxy;
      pump: Pump;
      logFile: string;
      direct: Engine;
      throughProxy: Engine;
    }

    /** A container that runs a script, and a pump that reads its log through something that cuts. */
    async function follow(script: string): Promise<Following> {
      const proxy = await startCuttingProxy(engine.socketPath);
      const id = engine
        .podman([
          'run',
          '--detach',
          '--network=none',
          `localhost/${engine.baseImage}`,
          '/bin/sh',
          '-c',
          script,
        ])
        .trim();
      const logFile = join(temporaryFolder(), 'w.log');
      const direct = new Engine(engine.socketPath);
      const pump = await startPump({
        spawnId: 'worker_test',
        logFile,
        bounds: { maxBytes: 1 << 24, kept: 1 },
        container: { socketPath: proxy.socketPath, container: await direct.path(`/containers/${id}`) },
      });
      onTestFinished(async () => {
        engine.podman(['rm', '--force', '--time', '0', '--ignore', id]);
        pump.process.stdin?.destroy();
        // It hears that its container is gone.
        proxy.away(false);
        await pump.ended;
        await proxy.close();
      });
      return { id, proxy, pump, logFile, direct, throughProxy: new Engine(proxy.socketPath) };
    }

    const lines = (logFile: string): Promise<string[]> => readLog(logFile, 100_000);
    const text = (logFile: string): string => {
      try {
        return readFileSync(logFile, 'utf8');
      } catch {
        return '';
      }
    };

    test('however often the stream is cut, no line is lost, none comes twice, and the container works on', async () => {
      const count = 4_000;
      const script = `i=0; while [ $i -lt ${count} ]; do echo "line $i"; i=$((i+1)); [ $((i % 20)) = 0 ] && sleep 0.01; done; printf "last without an end"`;
      const { proxy, pump, logFile } = await follow(script);
      let cuts = 0;
      const cutting = setInterval(() => {
        // Not for ever: a machine that is slower than the cuts would never come to read.
        cuts += cuts < 15 ? proxy.cut() : 0;
      }, 120);
      onTestFinished(() => clearInterval(cutting));
      await pump.written;
      clearInterval(cutting);
      expect(cuts).toBeGreaterThan(5);
      const expected = Array.from({ length: count }, (_, index) => `line ${index}`);
      expect(await lines(logFile)).toEqual([...expected, 'last without an end']);
      pump.process.stdin?.destroy();
      await expect.poll(containers, { timeout: 20_000 }).toBe('');
    });

    test('an engine that is away ends neither the log nor the container', async () => {
      const { proxy, pump, logFile, id } = await follow(
        'echo one; while [ ! -e /tmp/go ]; do sleep 0.05; done; echo two',
      );
      // Nobody waits for its exit code: if an end was believed, it would be removed.
      pump.process.stdin?.destroy();
      await expect.poll(() => text(logFile), { timeout: 20_000 }).toBe('one\n');
      proxy.away(true);
      await expect.poll(() => proxy.refused(), { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
      engine.podman(['exec', id, '/bin/sh', '-c', 'touch /tmp/go']);
      await expect.poll(() => engine.podman(['ps', '--quiet']), { timeout: 20_000 }).toBe('');
      proxy.away(false);
      await pump.ended;
      expect(await lines(logFile)).toEqual(['one', 'two']);
      await expect.poll(containers, { timeout: 20_000 }).toBe('');
    });

    test('a pump that is asked to end does so where there is no engine, and not while its container speaks', async () => {
      const { proxy, pump, logFile } = await follow('echo one; while [ ! -e /tmp/go ]; do sleep 0.05; done');
      await expect.poll(() => text(logFile), { timeout: 20_000 }).toBe('one\n');
      pump.process.kill('SIGTERM');
      proxy.cut();
      await expect.poll(() => proxy.open(), { timeout: 20_000 }).toBeGreaterThan(0);
      expect(pump.process.exitCode).toBe(null);
      proxy.away(true);
      await expect.poll(() => proxy.refused(), { timeout: 20_000 }).toBeGreaterThanOrEqual(1);
      pump.process.kill('SIGTERM');
      await pump.ended;
      // What it could not see the end of was not removed.
      expect(engine.podman(['ps', '--quiet']).trim()).not.toBe('');
    });

    test('a wait that is cut is no exit, and the exit code is the right one', async () => {
      const { proxy, id, throughProxy } = await follow('while [ ! -e /tmp/go ]; do sleep 0.05; done; exit 7');
      const leaving = new AbortController();
      let ended = false;
      const exit = containerExit(throughProxy, id, leaving.signal).finally(() => {
        ended = true;
      });
      for (let cuts = 0; cuts < 3; cuts += 1) {
        // The pump's, and the wait's.
        await expect.poll(() => proxy.open(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
        proxy.cut();
      }
      await expect.poll(() => proxy.open(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      expect(ended).toBe(false);
      engine.podman(['exec', id, '/bin/sh', '-c', 'touch /tmp/go']);
      expect(await exit).toEqual({ code: 7 });
    });

    test('no longer waiting for a container ends the wait at once, also while the engine is away', async () => {
      const { proxy, id, throughProxy } = await follow('while :; do sleep 0.05; done');
      const leaving = new AbortController();
      const exit = containerExit(throughProxy, id, leaving.signal);
      exit.catch(() => undefined);
      proxy.away(true);
      leaving.abort();
      await expect(exit).rejects.toMatchObject({ name: 'AbortError' });
    });
  },
);
