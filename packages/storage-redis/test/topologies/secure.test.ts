import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { AgentCoordError } from '@agentcoord/core';
import { freePorts } from '@agentcoord/tooling/free-ports';
import { type RedisServer, startRedisServer, tlsMissing } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRedisStorage } from '../../src/index.js';
import { everyday } from '../harness/everyday.js';
import { withClient } from '../harness/redis-client.js';
import { freshNamespace, missing, sharedServer, unless } from '../harness/redis-namespace.js';

const noTls = missing ?? tlsMissing();

describe.skipIf(noTls)(`TLS${noTls ? ` (skipped: ${noTls})` : ''}`, () => {
  let folder: string;
  let server: RedisServer;
  let port: number;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agentcoord-tls-'));
    makeCertificates(folder);
    [port = 0] = await freePorts(1);
    server = await startRedisServer({ arguments: tlsArguments(folder, port) });
  });
  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const ca = () => readFileSync(join(folder, 'ca.crt'), 'utf8');

  test('serves calls and signals under rediss://, with an authority of our own', async () => {
    const options = { namespace: randomUUID(), url: `rediss://localhost:${port}`, tls: { ca: ca() } };
    const storage = await openRedisStorage(options);
    const another = await openRedisStorage(options);
    await everyday(storage, another);
    expect((await storage.describe()).address).toBe(`rediss://localhost:${port}`);
    await Promise.all([storage.close(), another.close()]);
  });

  test('is not opened to a server whose certificate nobody vouches for', async () => {
    const opened = openRedisStorage({ namespace: 'x', url: `rediss://localhost:${port}` });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'misconfigured'));
    await expect(opened).rejects.toThrow(/certificate/);
  });

  test('is not opened to a server of another name', async () => {
    const opened = openRedisStorage({
      namespace: 'x',
      url: `rediss://localhost:${port}`,
      tls: { ca: ca(), servername: 'elsewhere.example' },
    });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'misconfigured'));
    await expect(opened).rejects.toThrow(/elsewhere\.example/);
  });
});

describe.skipIf(missing)(`users and databases${unless}`, () => {
  const shared = sharedServer();

  test('a user with the rights that the README names can do everything, in its own key space', async () => {
    const server = shared.current();
    await withClient(server, (redis) =>
      redis.acl('SETUSER', 'agent', 'on', '>p%4@ss:/word', ...README_RIGHTS),
    );
    const namespace = randomUUID();
    const url = `unix://agent:${encodeURIComponent('p%4@ss:/word')}@${server.socketPath}`;
    const storage = await openRedisStorage({ namespace, url });
    const another = await openRedisStorage({
      ...freshNamespace(server),
      namespace,
      username: 'agent',
      password: 'p%4@ss:/word',
    });
    await everyday(storage, another);
    await Promise.all([storage.close(), another.close()]);
  });

  test('no password is in what a process prints, in its errors, or on its command line', async () => {
    const server = shared.current();
    await withClient(server, (redis) =>
      redis.acl('SETUSER', 'right', 'on', '>right-canary', ...README_RIGHTS),
    );
    const at = (credentials: string) => `unix://${credentials}@${server.socketPath}`;
    for (const url of [
      at('right:wrong-canary'),
      at('nobody:wrong-canary'),
      // The default user has no password here; ioredis warns of that.
      at(':needless-canary'),
      at('right:right-canary'),
      'redis://right:wrong-canary@127.0.0.1:1',
      'redis+sentinel://:wrong-canary@127.0.0.1:1/main',
      'redis+cluster://right:wrong-canary@127.0.0.1:1',
      'redis://right:wrong-canary@127.0.0.1:port',
    ]) {
      const { stdout, stderr } = await showsAll(url);
      expect(stdout).toContain('argv');
      expect(`${stdout}${stderr}`).not.toContain('canary');
    }
  });

  test('a user without rights to our keys is told so at once', async () => {
    const server = shared.current();
    await withClient(server, (redis) => redis.acl('SETUSER', 'other', 'on', '>canary', '~other:*', '+@all'));
    const opened = openRedisStorage({ ...freshNamespace(server), username: 'other', password: 'canary' });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'misconfigured'));
    await expect(opened).rejects.not.toThrow(/canary/);
  });

  test('a database number separates what has one name', async () => {
    const options = freshNamespace(shared.current());
    const zero = await openRedisStorage(options);
    const three = await openRedisStorage({ ...options, db: 3 });
    await everyday(zero, zero);
    expect((await three.queues.stats({})).counts.completed).toBe(0);
    await everyday(three, three);
    await Promise.all([zero.close(), three.close()]);
  });
});

/** As the README gives them to its readers. */
const README_RIGHTS = /ACL SETUSER agent on >\S+ (.*)/
  .exec(readFileSync(new URL('../../README.md', import.meta.url), 'utf8'))?.[1]
  ?.split(' ') ?? ['the README names none'];

/** Another process opens this address, and prints all it can of its error, its storage and its own command line. */
function showsAll(url: string): Promise<{ stdout: string; stderr: string }> {
  const program = fileURLToPath(new URL('show-all.process.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return promisify(execFile)(
    process.execPath,
    ['--conditions=@agentcoord/source', '--import', tsx, program],
    { env: { ...process.env, REDIS_URL: url } },
  );
}

function tlsArguments(folder: string, port: number): string[] {
  return [
    ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', join(folder, 'server.crt'), '--tls-key-file', join(folder, 'server.key')],
    ...['--tls-ca-cert-file', join(folder, 'ca.crt')],
  ];
}

/** An authority that lives as long as this file, and a certificate of it for localhost. */
function makeCertificates(folder: string): void {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=test');
  openssl(
    ...['req', '-x509', ...key, '-keyout', 'server.key', '-out', 'server.crt', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-CA', 'ca.crt', '-CAkey', 'ca.key'],
  );
}
