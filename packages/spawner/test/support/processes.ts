import { readFile } from 'node:fs/promises';
import { listProcesses } from '../../src/process/process-table.js';

/** The living processes that were told of this folder by a variable: workers, their children, the writers of their logs. */
export async function processesOf(folder: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const told = await Promise.all(
    (await listProcesses()).map(async ({ pid }) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(folder) && pid !== process.pid ? [pid] : [];
    }),
  );
  return told.flat();
}
