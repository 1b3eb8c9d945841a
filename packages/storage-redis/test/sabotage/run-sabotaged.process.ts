import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { SABOTAGES, SENTENCES, sabotaged } from './sabotages.js';

/** Runs what one sabotage must turn red, in a vitest of its own; its failed tests are the wanted outcome. */
const [name = '', outputFile = ''] = process.argv.slice(2);
const sabotage = SABOTAGES[name];
if (sabotage === undefined) throw new Error(`There is no sabotage ${name}.`);
const wanted = sabotage.red.length > 0 ? sabotage.red : SENTENCES;
const pattern = wanted.map((sentence) => sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');

const files = ['conformance', 'following', 'lost-replies', 'comes-back', 'clock'];
const vitest = await startVitest(
  'test',
  [],
  {
    watch: false,
    testNamePattern: `(${pattern})$`,
    include: files.map((file) => fileURLToPath(new URL(`../${file}.test.ts`, import.meta.url))),
    reporters: ['json'],
    outputFile,
    coverage: { enabled: false },
  },
  {
    plugins: [
      {
        name: 'agentcoord-sabotage',
        enforce: 'pre',
        transform(code: string, id: string) {
          const [file = ''] = id.split('?');
          if (!sabotage.changes.some((change) => file.endsWith(`/src/${change.file}`))) return undefined;
          if (!file.endsWith('.lua')) return sabotaged(file, code, sabotage);
          // By now a module with a string.
          const text = JSON.parse(code.replace(/^export default (.*);$/s, '$1')) as string;
          return `export default ${JSON.stringify(sabotaged(file, text, sabotage))};`;
        },
      },
    ],
  },
);
await vitest.close();
process.exitCode = 0;
