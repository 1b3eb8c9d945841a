import { AgentCoordError, type JsonObject, type Storage } from '@agentcoord/core';
import { claimUntilDone } from './claim-until-done.js';
import { historyFile } from './history-file.js';
import { holdLock } from './hold-lock.js';
import { KILL_ME, type Milestone, type ProcessJob, STOP_ME } from './process-job.js';

/** One process of the crash tests: opens the storage as told and works until done, or until it is killed. */
const { connection, work, killAt, stopAt, ...job } = JSON.parse(process.argv[2] ?? '') as ProcessJob;
const record = historyFile(job.historyFile);
const milestone: Milestone = (count) => {
  if (count === killAt) process.stdout.write(`${KILL_ME}\n`);
  if (count === stopAt) process.stdout.write(`${STOP_ME}\n`);
};

type Opener = (options: JsonObject) => Promise<Storage>;
const opener = ((await import(connection.module)) as Record<string, Opener>)[connection.open];
if (!opener) throw new Error(`${connection.module} exports no ${connection.open}`);

const storage = await opener(connection.options);
try {
  if (work.kind === 'claim') await claimUntilDone(storage, work.job, record, milestone);
  else await holdLock(storage, work.job, record, milestone);
} catch (error) {
  const code = AgentCoordError.is(error) ? error.code : 'unknown';
  record({
    kind: 'call-failed',
    code,
    message: error instanceof Error ? String(error.stack) : String(error),
  });
  process.exitCode = 1;
} finally {
  await storage.close();
}
