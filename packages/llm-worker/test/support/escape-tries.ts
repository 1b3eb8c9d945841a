import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomPath } from './escape-paths.js';
import { SECRET } from './escape-world.js';
import { snapshotFolder } from './snapshot-folder.js';
import type { ToolBench } from './tool-bench.js';

export interface Tries {
  /** Writes that were done, inside. */
  written: number;
  /** What must not have happened. */
  violations: string[];
}

/** What a model may have changed in the world of escapes. */
const ALLOWED =
  /^ws\/(?!\.git\/|\.agentcoord|\.claude|\.vscode|\.env|\.github\/(workflows|actions)\/|vendor\/lib\/\.git)/;

/** Writes to random paths, made of all that leads out. */
export async function tryRandomPaths(
  { around, bench }: { around: string; bench: ToolBench },
  { random, count }: { random: () => number; count: number },
): Promise<Tries> {
  const before = await snapshotFolder(around);
  for (let index = 0; index < count; index += 1)
    await bench.call('write_file', { path: randomPath(random), content: 'x' });
  const after = await snapshotFolder(around);
  const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
  const violations = changed.filter((path) => !ALLOWED.test(path)).map((path) => `${path} was changed`);
  return { written: changed.length - violations.length, violations };
}

/**
 * Folder and link change places as fast as a process of its own can make them; ends with its stdin. A rename cannot
 * replace a folder by a link in one step, so it goes by way of a third name; a tool may make a folder where none is.
 */
const SWAPPER = `
  const { renameSync, rmSync } = require('node:fs');
  process.stdin.on('end', () => process.exit()).resume();
  const inTheWay = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'];
  const attempt = (change) => {
    try {
      change();
      return true;
    } catch (error) {
      if (inTheWay.includes(error.code)) return false;
      throw error;
    }
  };
  const move = (from, to) => {
    while (!attempt(() => renameSync(from, to))) attempt(() => rmSync(to, { recursive: true, force: true }));
  };
  const swap = () => {
    for (let round = 0; round < 200; round += 1) {
      move('swap', 'away');
      move('real', 'swap');
      move('swap', 'real');
      move('away', 'swap');
    }
    setImmediate(swap);
  };
  console.log('ready');
  swap();
`;

/** Reads, edits and writes through a folder that another process turns into a link that leads out, and back. */
export async function trySwappedFolders(
  { around, root, bench }: { around: string; root: string; bench: ToolBench },
  count: number,
): Promise<Tries> {
  await mkdir(join(root, 'real'));
  await writeFile(join(root, 'real/secret.txt'), 'inside');
  await symlink('../outside', join(root, 'swap'));
  const outside = join(around, 'outside');
  const before = JSON.stringify(await snapshotFolder(outside));
  const swapper = spawn(process.execPath, ['-e', SWAPPER], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(swapper, 'exit');
  await once(swapper.stdout, 'data');
  const tries: Tries = { written: 0, violations: [] };
  try {
    for (let index = 0; index < count; index += 1) {
      const made = ['swap', 'real'][index % 2];
      const answers = [
        await bench.call('read_file', { path: 'swap/secret.txt' }),
        await bench.call('write_file', { path: `${made}/new-${index % 50}.txt`, content: 'x' }),
        await bench.call('write_file', { path: `${made}/deep-${index}/new.txt`, content: 'x' }),
      ];
      tries.written += answers.slice(1).filter(({ isError }) => !isError).length;
      if (answers.some(({ text }) => text.includes(SECRET)))
        tries.violations.push(`race ${index} read outside`);
    }
  } finally {
    swapper.stdin.end();
    const [code] = await ended;
    if (code !== 0) tries.violations.push(`the swapping ended with ${code}, so nothing is shown`);
  }
  if (JSON.stringify(await snapshotFolder(outside)) !== before)
    tries.violations.push('something was written outside');
  return tries;
}
