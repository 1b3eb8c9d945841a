import { readFile } from 'node:fs/promises';
import { tsupRecipe } from '@agentcoord/tooling/tsup';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const common = tsupRecipe() as Options;

/** The quick commands stay a file of their own. */
const quickApart: Plugin = {
  name: 'quick-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/quick\.js$/ }, () => ({ path: './quick.js', external: true }));
  },
};

/** The file store looks for its SQLite from where it is itself installed, also when its code was copied here. */
const sqliteFromItsOwner: Plugin = {
  name: 'sqlite-from-its-owner',
  setup({ onLoad }) {
    onLoad({ filter: /storage-file\/dist\/[^/]+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const owner = "createRequire(import.meta.resolve('@agentcoord/storage-file'))";
      const contents = text.replaceAll('createRequire(import.meta.url)', owner);
      if (contents === text)
        return { errors: [{ text: 'The file store loads its SQLite in another way now.' }] };
      return { contents, loader: 'js' };
    });
  },
};

export default [
  { ...common, esbuildPlugins: [quickApart] },
  // Everything a quick command needs in one file: see src/quick.ts.
  {
    ...common,
    entry: ['src/quick.ts'],
    dts: false,
    splitting: false,
    minify: true,
    noExternal: [/^@agentcoord\//, 'ulid', 'string-width'],
    esbuildPlugins: [sqliteFromItsOwner],
  },
] satisfies Options[];
