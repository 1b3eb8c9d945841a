import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { measureStarts } from './cli-start/starts.js';

export default defineBenchmark({
  title: 'Start of the command line',
  about:
    'The whole process, from its start to its end, against a bare `node -e 0`: the built executable in a git ' +
    'repository with a file store of ten tasks. The commands take turns, so that all meet the same machine; ' +
    'figures are medians of the rounds. Floors: help 1.25, status 1.6, status on Redis 2.0.',
  run: ({ quick }) => measureStarts(quick ? 3 : 41),
});
