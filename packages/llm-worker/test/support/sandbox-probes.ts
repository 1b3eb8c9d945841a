import { CANARY, type ProbeTargets } from './sandbox-world.js';

/** A command that prints `GOT-IN` when it could do what it must not, or the canary when it could read it. */
export interface Probe {
  name: string;
  command: string;
  /**
   * Harms nobody where there is no sandbox, and gets in there: what shows that the probe can tell. Left out for those
   * that would change the machine, or that some machines stop by themselves.
   */
  getsInWithout?: true;
  /** It ends by itself where it is not stopped; the reason why it cannot be shown on this machine. */
  skipped?: string;
}

const GOT_IN = 'GOT-IN';

const and = (command: string): string => `{ ${command}; } && echo ${GOT_IN}`;
const javascript = (code: string): string => `node -e '${code}'`;
const connects = (where: string): string =>
  javascript(
    `const s = require("net").connect(${where}); s.on("connect", () => { console.log("${GOT_IN}"); s.destroy(); }); s.on("error", (e) => console.log(e.code)); s.setTimeout(3000, () => s.destroy());`,
  );

/** @param hasNoProcessLimit why processes cannot be limited here. */
export function probesOf(targets: ProbeTargets, hasNoProcessLimit?: string): Probe[] {
  return [
    ...reading(targets),
    ...network(targets),
    ...processes(targets, hasNoProcessLimit),
    ...rights(),
    ...writing(),
  ];
}

function reading({ around, root }: ProbeTargets): Probe[] {
  const reads: Array<[string, string]> = [
    ['the keys in a home folder', `${around}/home/.ssh/id_ed25519`],
    ['the key of the operator', `${around}/home/.config/agentcoord/operator.key`],
    ['another workspace', `${around}/other-workspace/secret.txt`],
    ['somebody else’s temporary folder', `${around}/other-tmp/secret.txt`],
    ['the store beside the workspace', `${around}/store/records.db`],
    ['the folder above, by its relative name', '../other-workspace/secret.txt'],
    ['the store below .git', `${root}/.git/agentcoord/store/secret.json`],
    ['the own configuration', '.agentcoord/config.json'],
    ['an environment file', '.env'],
    ['an environment file further down', 'packages/a/.env.local'],
    ['the token of the registry', '.npmrc'],
  ];
  return [
    ...reads.map(
      ([what, path]): Probe => ({ name: `reads ${what}`, command: `cat ${path}`, getsInWithout: true }),
    ),
    {
      name: 'reads an environment file through a link',
      command: 'ln -s .env shown; cat shown; rm shown',
      getsInWithout: true,
    },
    {
      name: 'links a file of another workspace into its own',
      command: `ln ${around}/other-workspace/secret.txt linked && cat linked; rm -f linked`,
      getsInWithout: true,
    },
    { name: 'reads /etc/shadow', command: and('test -r /etc/shadow') },
    {
      name: 'lists the real home and /run',
      command: and('ls -A ~/.ssh /root/.ssh /home/*/.ssh /run/* 2>/dev/null | grep .'),
    },
    { name: 'finds a secret in its environment', command: 'env' },
  ];
}

function network({ around, tcpPort, udpPort, abstractName }: ProbeTargets): Probe[] {
  return [
    {
      name: 'connects to a docker socket',
      command: connects(`{ path: "${around}/docker.sock" }`),
      getsInWithout: true,
    },
    { name: 'finds the docker socket of this machine', command: and('test -e /var/run/docker.sock') },
    {
      name: 'connects to the socket of the store',
      command: connects(`{ path: "${around}/store/redis.sock" }`),
      getsInWithout: true,
    },
    {
      name: 'connects to an abstract socket',
      command: connects(`{ path: "\\0${abstractName}" }`),
      getsInWithout: true,
    },
    {
      name: 'connects to loopback',
      command: connects(`{ host: "127.0.0.1", port: ${tcpPort} }`),
      getsInWithout: true,
    },
    { name: 'connects to the metadata address', command: connects('{ host: "169.254.169.254", port: 80 }') },
    {
      name: 'has a way to any other network',
      command: and('grep -v lo: /proc/net/dev | grep -q ":"'),
    },
    {
      name: 'sends a datagram to loopback',
      command: javascript(
        `const s = require("dgram").createSocket("udp4"); s.send("x", ${udpPort}, "127.0.0.1", () => setTimeout(() => s.close(), 50));`,
      ),
      getsInWithout: true,
    },
  ];
}

function processes({ victimPid: pid }: ProbeTargets, hasNoProcessLimit: string | undefined): Probe[] {
  return [
    {
      name: 'sees the processes of others',
      command: and('grep -alq "canary-victi[m]" /proc/[0-9]*/cmdline'),
      getsInWithout: true,
    },
    { name: 'reads the environment of others', command: 'cat /proc/[0-9]*/environ', getsInWithout: true },
    {
      name: 'reads the environment of process 1',
      command: and('tr "\\0" "\\n" < /proc/1/environ | grep -q ANTHROPIC'),
    },
    {
      name: 'opens the memory of another process',
      command: and(javascript(`require("fs").openSync("/proc/${pid}/mem")`)),
      getsInWithout: true,
    },
    { name: 'signals another process', command: and(`kill -0 ${pid}`), getsInWithout: true },
    { name: 'kills the worker', command: and(`kill -9 ${process.pid}`) },
    { name: 'kills its parent', command: `kill -9 $PPID` },
    { name: 'leaves a process behind', command: 'setsid sh -c "sleep 97531" >/dev/null 2>&1 & sleep 0.1' },
    {
      name: 'starts 400 processes',
      command: and('i=0; while [ $i -lt 400 ]; do sleep 3 & i=$((i+1)); done'),
      ...(hasNoProcessLimit === undefined ? {} : { skipped: hasNoProcessLimit }),
    },
    {
      name: 'takes 3 GiB of memory',
      command: and(
        javascript(
          'const kept = []; for (let i = 0; i < 96; i += 1) kept.push(Buffer.alloc(32 * 1024 * 1024, 1));',
        ),
      ),
    },
    { name: 'raises its own limits', command: and('ulimit -f unlimited') },
  ];
}

function rights(): Probe[] {
  return [
    {
      name: 'has rights of an administrator',
      command: and('grep CapEff /proc/self/status | grep -qv 0000000000000000'),
    },
    {
      name: 'could get rights from a setuid program',
      command: and('grep -q "NoNewPrivs:.0" /proc/self/status'),
      getsInWithout: true,
    },
    {
      name: 'changes its user',
      command: and('setpriv --reuid 1 --clear-groups true || su nobody -s /bin/sh -c true'),
    },
    { name: 'makes a user namespace', command: and('unshare --user --map-root-user true') },
    { name: 'mounts a file system', command: and('mount -t tmpfs none /tmp/home') },
    { name: 'makes the system writable', command: and('mount -o remount,rw,bind /usr') },
    { name: 'mounts over what is hidden', command: and('umount .env || umount .git') },
    { name: 'changes the root', command: and('chroot . /bin/true || chroot / /bin/true') },
    { name: 'makes a device file', command: and('mknod disk b 254 0') },
    {
      name: 'finds disks and memory as devices',
      command: and('ls /dev/vd* /dev/sd* /dev/nvme* /dev/mem /dev/kmsg /dev/kvm 2>/dev/null | grep .'),
    },
    {
      name: 'changes the settings of the kernel',
      command: and('echo 1 > /proc/sys/vm/drop_caches || echo x > /proc/sys/kernel/hostname'),
    },
    { name: 'reaches control groups', command: and('ls -A /sys/fs/cgroup/*') },
  ];
}

function writing(): Probe[] {
  const writes: Array<[string, string]> = [
    ['to /etc', 'echo x > /etc/agentcoord-probe'],
    ['to the system', 'echo x > /usr/local/bin/agentcoord-probe'],
    ['beside what is mounted', 'echo x > /agentcoord-probe'],
    ['into /dev', 'echo x > /dev/agentcoord-probe'],
    ['a hook of git', 'echo x > .git/hooks/post-commit'],
    ['over a hook of git', 'echo x >> .git/hooks/pre-commit'],
    ['the configuration of git', 'echo x >> .git/config'],
    ['a new .git in the place of the old', 'mv .git moved && mkdir .git'],
    ['what is left when .git is removed', 'rm -rf .git && mkdir .git'],
    ['tasks of an editor', 'echo x > .vscode/tasks.json'],
    ['hooks in .husky', 'echo x > .husky/pre-push'],
    ['a workflow', 'echo x > .github/workflows/new.yml'],
    ['an environment file', 'echo x > .env'],
  ];
  return [
    ...writes.map(([what, command]): Probe => ({ name: `writes ${what}`, command: and(command) })),
    { name: 'fills the disk by one file', command: `${and('head -c 300M /dev/zero > big')}; rm -f big` },
    {
      name: 'fills /tmp',
      command: and('for i in 1 2 3 4 5; do head -c 60M /dev/zero > /tmp/big$i || exit 1; done'),
    },
    {
      name: 'fills /dev/shm',
      command: and('for i in 1 2 3 4 5; do head -c 60M /dev/zero > /dev/shm/big$i || exit 1; done'),
    },
    {
      name: 'fills the disk by many files',
      command: ':',
      skipped: 'without quotas of the file system the sum of what is written cannot be limited',
    },
  ];
}

/** What a probe's output says: undefined where it was blocked. */
export function gotIn(output: string): string | undefined {
  if (output.includes(GOT_IN)) return 'it said that it got in';
  if (output.includes(CANARY)) return 'it read the canary';
  return undefined;
}
