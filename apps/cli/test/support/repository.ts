import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A git repository with `src/a.ts` and `src/deep/b.ts`. */
export async function initRepository(folder: string): Promise<void> {
  await promisify(execFile)('git', ['init', '--quiet', folder]);
  await mkdir(join(folder, 'src', 'deep'), { recursive: true });
  await writeFile(join(folder, 'src', 'a.ts'), 'export const a = 1;\n');
  await writeFile(join(folder, 'src', 'deep', 'b.ts'), 'export const b = 2;\n');
}
