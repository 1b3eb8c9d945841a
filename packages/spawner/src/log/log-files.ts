import { stat } from 'node:fs/promises';

/** More than any spawner keeps: what is asked for is found, however it was set. */
const MOST_KEPT = 20;

/** A worker's log with the older files beside it, the oldest first; those that are there. */
export async function logFiles(logFile: string): Promise<string[]> {
  const older = Array.from({ length: MOST_KEPT }, (_, index) => `${logFile}.${MOST_KEPT - index}`);
  const names = [...older, logFile];
  const there = await Promise.all(names.map(isFile));
  return names.filter((_, index) => there[index]);
}

function isFile(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isFile(),
    () => false,
  );
}
