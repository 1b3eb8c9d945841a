import { tsupRecipe } from '@agentcoord/tooling/tsup';
import type { Options } from 'tsup';
import { quickFiles } from '../../apps/cli/bundle/quick-files.js';

export default [
  tsupRecipe() as Options,
  ...quickFiles({ executable: 'src/bin.ts', everything: '@agentcoord/cli' }),
] satisfies Options[];
