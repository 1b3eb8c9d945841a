import { fileURLToPath } from 'node:url';
import { type AskedProcess, startProcess } from '../measure/asked-process.js';
import type { Question } from './question.js';

export const LIBRARIES = ['AgentCoord', 'BullMQ', 'bee-queue'] as const;
export type Library = (typeof LIBRARIES)[number];

export type Worker = AskedProcess<Question, number>;

/** Processes of each library, started once: all of them are warm when they are measured. */
export async function startCrews(port: number, size: number): Promise<Record<Library, Worker[]>> {
  const script = fileURLToPath(new URL('peer.process.ts', import.meta.url));
  const crews = { AgentCoord: [], BullMQ: [], 'bee-queue': [] } as Record<Library, Worker[]>;
  for (const library of LIBRARIES) {
    for (let number = 0; number < size; number += 1)
      crews[library].push(
        await startProcess<Question, number>(script, library, String(port), `worker-${number}`),
      );
  }
  return crews;
}

export async function endCrews(crews: Record<Library, Worker[]>): Promise<void> {
  await Promise.all(
    Object.values(crews)
      .flat()
      .map((worker) => worker.end()),
  );
}
