import { tsupRecipe } from '@agentcoord/tooling/tsup';
import type { Options } from 'tsup';

const common = tsupRecipe() as Options;

export default [
  {
    ...common,
    esbuildPlugins: [
      {
        name: 'quick-apart',
        setup(build) {
          build.onResolve({ filter: /\/quick\.js$/ }, () => ({ path: './quick.js', external: true }));
        },
      },
    ],
  },
  // Everything a quick command needs in one file: see src/quick.ts.
  {
    ...common,
    entry: ['src/quick.ts'],
    dts: false,
    splitting: false,
    noExternal: [/^@agentcoord\//, 'ulid', 'string-width'],
  },
] satisfies Options[];
