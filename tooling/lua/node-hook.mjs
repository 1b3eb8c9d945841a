import { readFile } from 'node:fs/promises';

/** Lets Node import a `.lua` file as a string, as the built package does. */
export async function load(url, context, nextLoad) {
  if (!url.split('?')[0].endsWith('.lua')) return nextLoad(url, context);
  const text = await readFile(new URL(url), 'utf8');
  return { format: 'module', source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
}
