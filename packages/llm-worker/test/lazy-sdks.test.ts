import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

it('loads an SDK only when its provider makes a request', async () => {
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const loads: string[] = [];
  for (const name of files) {
    const text = await readFile(join(source, name), 'utf8');
    const statically = /^(?:import|export)(?! type)[^;]*?from '(openai|@anthropic-ai\/sdk)[^']*';/gm;
    for (const [, sdk] of text.matchAll(statically)) loads.push(`${name} loads ${sdk}`);
  }
  expect(loads).toEqual([]);
  expect(files.length).toBeGreaterThan(50);
});
