import { readdir, readFile } from 'node:fs/promises';

/** Each command gets a value of its own in this variable, which its descendants inherit. */
export const COMMAND_MARK = 'AGENTCOORD_COMMAND_ID';

/**
 * Kills descendants that left the process group (a daemon with a session of its own): they carry the
 * command's mark in their environment. Linux only; elsewhere it finds nothing.
 */
export async function killStrayProcesses(mark: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const wanted = `${COMMAND_MARK}=${mark}\0`;
  const killed: number[] = [];
  for (const entry of entries) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    // Other people's processes and those that just ended cannot be read.
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (!environment.includes(wanted)) continue;
    try {
      process.kill(pid, 'SIGKILL');
      killed.push(pid);
    } catch {
      // It ended by itself.
    }
  }
  return killed;
}
