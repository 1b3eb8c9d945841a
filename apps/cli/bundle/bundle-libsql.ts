import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { replaceOnce } from './replace-once.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const fromHere = createRequire(import.meta.url);
const fromFileStore = createRequire(fromHere.resolve('@agentcoord/storage-file/package.json'));
const inShims = (name: string): string => fileURLToPath(new URL(`./shims/${name}.ts`, import.meta.url));

/**
 * libsql's own code in the bundle, with the answer to the question which machine this is; its native
 * library comes from where libsql is installed. Finding four packages for that cost 8 ms.
 */
export const bundleLibsql: Plugin = {
  name: 'bundle-libsql',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/require-libsql\.js$/ }, () => ({ path: inShims('load-libsql') }));
    onResolve({ filter: /^libsql$/ }, ({ path }) => ({ path: fromFileStore.resolve(path) }));
    onResolve({ filter: /^@neon-rs\/load$|^detect-libc$/ }, () => ({ path: inShims('libsql-target') }));
    onLoad({ filter: /storage-file\/src\/sqlite\/libsql\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const lean = replaceOnce(text, "import { createRequire } from 'node:module';\n", '');
      return { contents: replaceOnce(lean, 'createRequire(import.meta.url)', 'require'), loader: 'ts' };
    });
    onLoad({ filter: /\/libsql\/index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const native = `require(${JSON.stringify(inShims('libsql-target'))}).native(target)`;
      return { contents: replaceOnce(text, `require(\`@libsql/$\{target}\`)`, native), loader: 'js' };
    });
  },
};
