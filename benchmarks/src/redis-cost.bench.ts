import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { measureCosts } from './queue-peers/costs.js';

export default defineBenchmark({
  title: 'What a task costs Redis',
  about:
    'Processor time of the main thread of redis-server for a task from add to completed (added one by one by 10 at a ' +
    'time, worked on by a worker of concurrency 10), by how many tasks lie ready beside it; and the memory that a ready ' +
    'task, a lock and a record take, their events apart. All backlogs take turns; medians of the rounds.',
  run: ({ quick }) => measureCosts(quick),
});
