import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const CANARY = 'canary-7f3a-outside';

/** What a probe goes for. */
export interface ProbeTargets {
  around: string;
  /** The workspace. */
  root: string;
  tcpPort: number;
  udpPort: number;
  abstractName: string;
  victimPid: number;
}

/** A host around one workspace, with what an attacker would like to have. */
export interface SandboxWorld {
  targets: ProbeTargets;
  victim: ChildProcess;
  /** What the host heard from a probe. */
  heard: string[];
  close(): Promise<void>;
}

const FILES: Readonly<Record<string, string>> = {
  'home/.ssh/id_ed25519': CANARY,
  'home/.config/agentcoord/operator.key': CANARY,
  'other-workspace/secret.txt': CANARY,
  'other-tmp/secret.txt': CANARY,
  'store/records.db': CANARY,
  'ws/src/a.txt': 'inside',
  'ws/.git/HEAD': 'ref: refs/heads/main\n',
  'ws/.git/config': '[core]\n\trepositoryformatversion = 0\n',
  'ws/.git/hooks/pre-commit': '#!/bin/sh\n',
  'ws/.git/agentcoord/store/secret.json': CANARY,
  'ws/.agentcoord/config.json': CANARY,
  'ws/.env': `KEY=${CANARY}\n`,
  'ws/packages/a/.env.local': `KEY=${CANARY}\n`,
  'ws/.npmrc': `//registry/:_authToken=${CANARY}\n`,
  'ws/.vscode/tasks.json': '{}',
  'ws/.github/workflows/ci.yml': 'on: push\n',
  'ws/.husky/pre-commit': '#!/bin/sh\n',
};

export async function openSandboxWorld(): Promise<SandboxWorld> {
  const around = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-host-')));
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(around, path)), { recursive: true });
    await writeFile(join(around, path), content);
  }
  await chmod(join(around, 'ws/.git/hooks/pre-commit'), 0o755);
  const heard: string[] = [];
  const abstractName = `agentcoord-probe-${process.pid}-${around.slice(-6)}`;
  const hear = (name: string): Server =>
    createServer((socket) => {
      heard.push(name);
      socket.destroy();
    });
  const servers = {
    docker: hear('docker'),
    store: hear('store'),
    abstract: hear('abstract'),
    tcp: hear('tcp'),
  };
  servers.docker.listen(join(around, 'docker.sock'));
  servers.store.listen(join(around, 'store/redis.sock'));
  servers.abstract.listen(`\0${abstractName}`);
  servers.tcp.listen(0, '127.0.0.1');
  await Promise.all(Object.values(servers).map((server) => once(server, 'listening')));
  const udp = createSocket('udp4', () => heard.push('udp'));
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const victim = spawn('/bin/sh', ['-c', 'read -r forever', 'canary-victim'], {
    env: { PATH: '/usr/bin:/bin', VICTIM_SECRET: CANARY },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(victim, 'spawn');
  const address = servers.tcp.address();
  return {
    targets: {
      around,
      root: join(around, 'ws'),
      tcpPort: typeof address === 'object' && address ? address.port : 0,
      udpPort: udp.address().port,
      abstractName,
      victimPid: victim.pid ?? 0,
    },
    victim,
    heard,
    async close() {
      victim.kill('SIGKILL');
      udp.close();
      for (const server of Object.values(servers)) server.close();
      await rm(around, { recursive: true, force: true });
    },
  };
}
