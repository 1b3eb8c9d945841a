import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedEnvironment, unpackedFolder } from '../debian/unpacked-packages.mjs';

export const howToGetOne = 'no container engine: install podman, runc and busybox-static (Debian) as root';

/** What a private Podman needs, unpacked from Debian's packages: nothing is installed, nothing of the system is used. */
export const enginePackages = [
  'podman',
  'runc',
  'conmon',
  'busybox-static',
  'libgpgme11',
  'libassuan0',
  'libgpg-error0',
  'libseccomp2',
  'libdevmapper1.02.1',
  'libsubid4',
  'libglib2.0-0',
  'libyajl2',
];

/** The Podman that set-up unpacked, else the one of this machine, with the programs that it calls. */
export function findEngine() {
  const folder = unpackedFolder('container-engine');
  const env = unpackedEnvironment(folder);
  const unpacked = {
    podman: join(folder, 'usr/bin/podman'),
    runc: join(folder, 'usr/sbin/runc'),
    conmon: join(folder, 'usr/bin/conmon'),
    busybox: join(folder, 'bin/busybox'),
    env,
  };
  if (existsSync(unpacked.podman) && runs(unpacked.podman, env)) return unpacked;
  const installed = { podman: '/usr/bin/podman', runc: '/usr/sbin/runc', conmon: '/usr/bin/conmon', env: {} };
  const busybox = '/bin/busybox';
  const isThere = [installed.runc, installed.conmon, busybox].every((file) => existsSync(file));
  return isThere && runs(installed.podman, {}) ? { ...installed, busybox } : undefined;
}

/** Why no container can run here; `undefined` where one can. With CI=true that is an error instead. */
export function engineMissing() {
  const problem = problemHere();
  if (problem && process.env.CI === 'true') throw new Error(`The container tests cannot run: ${problem}.`);
  return problem;
}

function problemHere() {
  if (process.platform !== 'linux') return 'containers are made from this machine, and it is no Linux';
  if (process.getuid?.() !== 0) return 'a private container engine needs root here: run the tests as root';
  return findEngine() ? undefined : howToGetOne;
}
