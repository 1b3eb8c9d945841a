import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';

/** `f_type` of statfs(2), Linux. FUSE says nothing by itself: the mount table does. */
const NETWORK_TYPES = new Map<number, string>([
  [0x6969, 'nfs'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x517b, 'smb'],
  [0x01021997, '9p'],
  [0x564c, 'ncp'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs'],
  [0x73757245, 'coda'],
  [0x00c36400, 'ceph'],
  [0x0bd00bd0, 'lustre'],
  [0x19830326, 'fhgfs'],
  [0x01161970, 'gfs2'],
  [0x7461636f, 'ocfs2'],
]);
const FUSE = 0x65735546;

/** FUSE file systems that sit on a local disk. All others, known or not, may be on a network. */
const LOCAL_FUSE = new Set([
  'fuseblk',
  'fuse.fuse-overlayfs',
  'fuse.encfs',
  'fuse.gocryptfs',
  'fuse.bindfs',
  'fuse.lxcfs',
]);

/**
 * Refuses a folder on a network file system: their locks and shared memory do not hold between hosts,
 * and SQLite would be corrupted in silence.
 */
export function refuseNetworkFilesystem(folder: string): void {
  const name = networkFilesystem(statfsSync(folder).type, () => mountType(folder));
  if (name === undefined) return;
  throw new AgentCoordError(
    'network_filesystem',
    `The folder ${folder} is on a network file system (${name}), where locks between processes do not hold. ` +
      'Put the store on a local disk with AGENTCOORD_HOME, or use Redis when several hosts share the work.',
    { data: { folder, filesystem: name } },
  );
}

/** The name of the network file system, or undefined for a local one. */
export function networkFilesystem(type: number, mountTypeOf: () => string | undefined): string | undefined {
  // The type is a signed 32-bit number on some machines.
  const unsigned = type >>> 0;
  if (unsigned !== FUSE) return NETWORK_TYPES.get(unsigned);
  const mounted = mountTypeOf();
  return mounted !== undefined && LOCAL_FUSE.has(mounted) ? undefined : (mounted ?? 'fuse');
}

/** The type of the mount that holds the folder, as /proc/self/mountinfo names it: `fuse.sshfs`. */
export function mountType(folder: string, table = readMountTable()): string | undefined {
  const path = realpathSync(folder);
  let best = { point: '', type: undefined as string | undefined };
  for (const line of table.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = (before.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    // Later lines are mounted over earlier ones.
    if (point !== '' && holds && point.length >= best.point.length)
      best = { point, type: after.split(' ')[0] };
  }
  return best.type;
}

function readMountTable(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}
