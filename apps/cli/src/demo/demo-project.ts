import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TaskInput } from '@agentcoord/queue';

const execute = promisify(execFile);

export interface DemoProject {
  /** A git repository of its own, in a temporary folder. */
  folder: string;
  tasks: TaskInput[];
  transcripts: string;
  remove(): Promise<void>;
}

/** A copy of the project that comes with the demo, committed to a new repository, with its tests still failing. */
export async function prepareProject(signal: AbortSignal): Promise<DemoProject> {
  const source = projectSource();
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-demo-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await cp(join(source, 'files'), folder, { recursive: true });
    await commitAll(folder, signal);
    const tasks = JSON.parse(await readFile(join(source, 'tasks.json'), 'utf8')) as TaskInput[];
    return { folder, tasks, transcripts: join(source, 'transcripts'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The same distance from the sources as from the built program. */
function projectSource(): string {
  const here = fileURLToPath(import.meta.url);
  const package_ = here.slice(0, here.lastIndexOf(here.includes('/dist/') ? '/dist/' : '/src/'));
  return join(package_, 'demo-project');
}

async function commitAll(folder: string, signal: AbortSignal): Promise<void> {
  const git = (...args: string[]) =>
    execute('git', ['-c', 'user.name=demo', '-c', 'user.email=demo@localhost', ...args], {
      cwd: folder,
      signal,
    });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'A toolkit whose functions are still to be written');
}
