import { cp, mkdir, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** Ten packages that many people know, as material for work on real code. None of them is run. */
export const REAL_PACKAGES = [
  'async',
  'chalk',
  'debug',
  'express',
  'lodash',
  'minimist',
  'rxjs',
  'semver',
  'underscore',
  'yargs',
] as const;

/** Copies the published files of each package to `<target>/<name>`, without what they depend on. */
export async function unpackRealSources(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of REAL_PACKAGES) {
    const source = await packageFolder(name);
    await cp(source, join(target, name), {
      recursive: true,
      filter: (path) => !path.slice(source.length).split(sep).includes('node_modules'),
    });
  }
}

/** Found through the installed links, as some packages do not export their package.json. */
async function packageFolder(name: string): Promise<string> {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    const folder = await realpath(join(path, name)).catch(() => undefined);
    if (folder) return folder;
  }
  throw new Error(
    `${name} is not installed beside ${dirname(import.meta.url)}; run npm test, which installs it.`,
  );
}
