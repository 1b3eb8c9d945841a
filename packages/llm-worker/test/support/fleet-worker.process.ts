import { AgentCoordError, pause } from '@agentcoord/core';
import { openFencedFiles, openFileStorage } from '@agentcoord/storage-file';
import { LlmWorker } from '../../src/index.js';
import { FakeModel } from '../../src/testing.js';
import { editTurns, type FleetTask, type FleetWorkerSetting } from './fleet-task.js';
import { timedStorage } from './timed-storage.js';

// A worker of a fleet: works until its stdin ends, then tells what its calls of the store took.
const setting = JSON.parse(process.argv[2] ?? '') as FleetWorkerSetting;
const { store: folder, root, name, mode, modelMs } = setting;
const stop = new AbortController();
process.stdin.once('end', () => stop.abort()).resume();

const files = await openFencedFiles({ folder });
await using storage = await openFileStorage({ folder });
const { timed, spent } = timedStorage(storage);
const model = new FakeModel(({ payload }) =>
  editTurns(payload as unknown as FleetTask).map((turn) => async (request) => {
    await pause(modelMs);
    return turn(request);
  }),
);
await using worker = new LlmWorker({
  storage: timed,
  ...{ files, name, provider: model, cwd: root, workspace: { mode } },
});
const began = performance.now();
await worker.runWorkerLoop({ signal: stop.signal, pollInterval: '200ms' }).catch((error: unknown) => {
  // Who stood still beyond its lease is told so, and has nothing to do here any more.
  if (!stop.signal.aborted && !AgentCoordError.is(error, 'lock_lost')) throw error;
});
console.log(JSON.stringify({ storeMs: spent(), wallMs: performance.now() - began }));
await files.close();
