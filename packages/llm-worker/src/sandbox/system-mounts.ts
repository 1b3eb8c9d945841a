import { lstat, readlink, realpath } from 'node:fs/promises';

/** Programs and their libraries. Links (`/bin` on most systems) stay links. */
const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store'];

/** The part of `/etc` that programs need. The rest (`shadow`, keys of hosts, tokens of services) is not there. */
const SETTINGS = [
  'alternatives',
  'ca-certificates',
  'ca-certificates.conf',
  'crypto-policies',
  'group',
  'host.conf',
  'hosts',
  'inputrc',
  'java-17-openjdk',
  'java-21-openjdk',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'magic',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'passwd',
  'pki',
  'profile',
  'protocols',
  'resolv.conf',
  'services',
  'ssl',
  'terminfo',
  'timezone',
];
const KEYS_OF_SERVERS = ['/etc/ssl/private', '/etc/pki/tls/private'];

/** Arguments that bring in the system, read-only. */
export async function systemMounts(): Promise<string[]> {
  const mounts: string[] = [];
  for (const folder of SYSTEM_FOLDERS) {
    const entry = await lstat(folder).catch(() => undefined);
    if (entry?.isSymbolicLink()) mounts.push('--symlink', await readlink(folder), folder);
    else if (entry) mounts.push('--ro-bind', folder, folder);
  }
  for (const name of SETTINGS) {
    // Often a link into /run or /usr, of which only this file is brought in.
    const real = await realpath(`/etc/${name}`).catch(() => undefined);
    if (real) mounts.push('--ro-bind', real, `/etc/${name}`);
  }
  for (const folder of KEYS_OF_SERVERS) {
    if (await lstat(folder).catch(() => undefined)) mounts.push('--tmpfs', folder, '--remount-ro', folder);
  }
  return mounts;
}

/** Whether a path is brought in by `systemMounts`. */
export function isOfSystem(path: string): boolean {
  return SYSTEM_FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
