import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { measureFirstPaints } from './dashboard-start/first-paints.js';

export default defineBenchmark({
  title: 'First paint of the dashboard',
  about:
    'The built executable in a pseudo terminal of 120×30, over a file store with 1,000 tasks: from its start until an ' +
    'xterm shows the first of them. Beside it a bare `node -e 0`, in turns. Floor: 400 ms. What it takes of a core is what ' +
    'is left of that on a machine where nothing else runs.',
  run: ({ quick }) => measureFirstPaints(quick ? 3 : 21),
});
