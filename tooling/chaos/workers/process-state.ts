import { readFileSync } from 'node:fs';

/** What the system says a process does, to tell one that waits from one that stands still or spins. */
export function processState(processId: number): string {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    return /^State:\s*(.*)$/m.exec(status)?.[1] ?? 'unknown';
  } catch {
    return 'gone, or this system does not say';
  }
}
