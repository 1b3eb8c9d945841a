import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Every path below a folder with what it is and holds: two equal snapshots mean that nothing was touched. */
export async function snapshotFolder(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const entry = await lstat(path);
    if (entry.isSymbolicLink()) found[name] = `link ${await readlink(path)}`;
    else if (entry.isFile()) found[name] = `file ${entry.mode.toString(8)} ${await readFile(path, 'utf8')}`;
    else if (entry.isDirectory()) {
      found[`${name}/`] = `folder ${entry.mode.toString(8)}`;
      for (const [below, what] of Object.entries(await snapshotFolder(path)))
        found[`${name}/${below}`] = what;
    } else found[name] = 'special';
  }
  return found;
}
