import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { measureBacklogs } from './queue-claim/backlogs.js';
import { measurePeers } from './queue-claim/peers.js';

export default defineBenchmark({
  title: 'Claiming tasks from the file store',
  about:
    'First the time of one claim by what lies in the queue, against 100 ready tasks. Then four processes that each ' +
    'complete a task and claim the next in one step, against the same four processes on a JSON file of 1,000 tasks ' +
    'guarded by proper-lockfile. Rounds of all sides are interleaved; figures are medians of the rounds. Fairness is the ' +
    'slowest process over the fastest.',
  async run({ quick }) {
    return [...(await measureBacklogs(quick)), ...(await measurePeers(quick))];
  },
});
