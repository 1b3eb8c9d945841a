import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { measureHooks } from './cli-start/hooks.js';

export default defineBenchmark({
  title: 'Hooks of Claude Code',
  about:
    'The whole process of `agentcoord hook`, from its start to its end, against a bare `node -e 0`: the built executable in a ' +
    'git repository, with a session that is known and a file that it may edit. The commands take turns; figures are medians of the ' +
    'rounds. Floors for `pre-tool-use`: 1.6 on the file store, 2.0 on Redis.',
  run: ({ quick }) => measureHooks(quick ? 3 : 41),
});
