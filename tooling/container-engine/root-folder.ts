import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const APPLETS = 'sh cat env ls rm sleep test true false mkdir chmod nice id grep touch'.split(' ');
/** Parts of the C library that native add-ons and name look-ups ask for. */
const LOADED_LATER = ['librt.so.1', 'libutil.so.1', 'libresolv.so.2', 'libnss_files.so.2', 'libnss_dns.so.2'];
const FOLDERS = ['dev', 'etc', 'opt', 'proc', 'run', 'sys', 'tmp', 'usr/local/bin', 'bin', 'work'];

/** The files of an image: this machine's own Node with the libraries that `ldd` names, and busybox. */
export function makeRootFolder(root: string, busybox: string): void {
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  const node = realpathSync(process.execPath);
  put(root, node, '/usr/local/bin/node');
  const libraries = execFileSync('ldd', [node]).toString().match(/\/\S+/g) ?? [];
  for (const library of libraries) put(root, realpathSync(library), library);
  for (const library of libraries.filter((file) => file.endsWith('/libc.so.6'))) {
    for (const name of LOADED_LATER.filter((later) => existsSync(join(dirname(library), later))))
      put(root, join(dirname(library), name), join(dirname(library), name));
  }
  put(root, busybox, '/bin/busybox');
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet));
  writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n');
  writeFileSync(join(root, 'etc', 'group'), 'root:x:0:\nnode:x:1000:\n');
}

function put(root: string, from: string, to: string): void {
  mkdirSync(join(root, dirname(to)), { recursive: true });
  copyFileSync(from, join(root, to));
}
