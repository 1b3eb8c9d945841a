import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProcessEntry } from './process-table.js';

/** For systems without /proc. Start times are whole seconds there, which still tells a reused pid apart. */
export async function listByPs(selection: string[]): Promise<ProcessEntry[]> {
  const columns = ['-o', 'pid=,pgid=,stat=,lstart='];
  const args = selection.length > 0 ? [...selection, ...columns] : ['-A', ...columns];
  const options = { env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  // A pid that does not exist makes ps exit with 1 and print nothing.
  const { stdout } = await promisify(execFile)('ps', args, options).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => {
    const [pid, group, state = 'Z', ...started] = line.trim().split(/\s+/);
    if (!pid || !group || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), group: Number(group), startTime: started.join(' ') }];
  });
}
