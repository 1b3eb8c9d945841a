import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineMissing, type FoundEngine, findEngine, howToGetOne } from './find-engine.mjs';
import { makeRootFolder } from './root-folder.js';

/** A private Podman that speaks Docker's API on a socket in a folder of its own, and nothing outside that folder. */
export interface ContainerEngine {
  socketPath: string;
  /** Made of this machine's own Node and its libraries, with busybox for a shell: nothing can be pulled. */
  baseImage: string;
  /** Runs `podman …` on the same store. */
  podman(args: string[], input?: Buffer): string;
  /** Ends it and removes its folder. Containers that are left are named in the error. */
  remove(): Promise<void>;
}

export { engineMissing };

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export async function startContainerEngine(): Promise<ContainerEngine> {
  const found = findEngine();
  if (found === undefined) throw new Error(engineMissing() ?? howToGetOne);
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-engine-'));
  const socketPath = join(folder, 'engine.sock');
  const env = writeConfiguration(folder, found);
  const podman = (args: string[], input?: Buffer): string =>
    execFileSync(found.podman, args, {
      env,
      input,
      timeout: 60_000,
      maxBuffer: 1 << 26,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).toString();
  let service: ChildProcess | undefined;
  const kill = () => service?.kill('SIGKILL');
  process.on('exit', kill);
  try {
    const root = join(folder, 'root');
    makeRootFolder(root, found.busybox);
    const tar = execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 1 << 30 });
    podman(['import', '-', BASE_IMAGE], tar);
    rmSync(root, { recursive: true, force: true });
    service = spawn(found.podman, ['system', 'service', '--time=0', `unix://${socketPath}`], {
      env,
      stdio: 'ignore',
    });
    await untilItAnswers(service, socketPath);
  } catch (error) {
    kill();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    socketPath,
    baseImage: BASE_IMAGE,
    podman,
    async remove() {
      const left = podman(['ps', '--all', '--format', '{{.Names}}']).trim();
      podman(['rm', '--all', '--force', '--time', '0']);
      const gone = service && once(service, 'exit');
      service?.kill('SIGTERM');
      await gone;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
      if (left !== '') throw new Error(`Containers were left behind: ${left.replaceAll('\n', ', ')}`);
    },
  };
}

const BASE_IMAGE = 'agentcoord-test-base:latest';

/** Everything that Podman would look for in /etc and the home is in its folder. */
function writeConfiguration(folder: string, found: FoundEngine): Record<string, string> {
  const { runc, conmon, env } = found;
  const conmonEnvironment = [
    `PATH=${PATH}`,
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
  ];
  const home = join(folder, 'home');
  mkdirSync(join(home, '.config', 'containers'), { recursive: true });
  writeFileSync(
    join(home, '.config', 'containers', 'policy.json'),
    JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }),
  );
  // Without its environment, what conmon runs at the end of a container does not find its libraries, and
  // nobody ever hears of that end. runc, because crun refuses hybrid control groups.
  writeFileSync(
    join(folder, 'containers.conf'),
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
events_logger = "file"
conmon_path = [${JSON.stringify(conmon)}]
conmon_env_vars = ${JSON.stringify(conmonEnvironment)}
tmp_dir = ${JSON.stringify(join(folder, 'tmp'))}
[engine.runtimes]
runc = [${JSON.stringify(runc)}]
`,
  );
  writeFileSync(
    join(folder, 'storage.conf'),
    `[storage]
driver = "${storageDriver(folder)}"
graphroot = ${JSON.stringify(join(folder, 'graph'))}
runroot = ${JSON.stringify(join(folder, 'run'))}
`,
  );
  writeFileSync(join(folder, 'registries.conf'), 'unqualified-search-registries = []\n');
  return {
    ...env,
    PATH,
    HOME: home,
    TMPDIR: folder,
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
  };
}

const OVERLAY_FILE_SYSTEM = 0x794c7630;

/** Copies nothing, so it is twice as fast; but it cannot lie on itself, as it would inside of a container. */
function storageDriver(folder: string): string {
  const isKnown = readFileSync('/proc/filesystems', 'utf8').includes('overlay');
  return isKnown && statfsSync(folder).type !== OVERLAY_FILE_SYSTEM ? 'overlay' : 'vfs';
}

async function untilItAnswers(service: ChildProcess, socketPath: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (service.exitCode !== null) throw new Error(`Podman ended with ${service.exitCode}`);
    if (await answers(socketPath)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Podman does not answer');
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/_ping', agent: false }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode === 200));
    })
      .on('error', () => resolve(false))
      .end();
  });
}
