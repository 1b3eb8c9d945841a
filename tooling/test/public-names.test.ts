import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTableOfContents } from './table-of-contents.js';
import { publishedPackages, root } from './workspace.js';

test.each(publishedPackages())('$folder exports exactly the names it is known for', async ({ folder }) => {
  const { names, logic } = readTableOfContents(join(root, folder, 'src/index.ts'));
  expect(logic, 'an index.ts holds explicit named re-exports only').toEqual([]);
  // A deliberate change is accepted with: npx vitest run tooling --update
  await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(join(root, folder, 'test/public-names.snap'));
});
