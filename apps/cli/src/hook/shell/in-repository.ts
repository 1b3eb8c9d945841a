import type { Look } from '@agentcoord/client';
import type { WrittenPattern } from '../written-paths.js';

const OUTSIDE = /^@outside(\/|$)/;
const EVERYTHING = '.';

/**
 * What of it lies in this repository: two agents that write /tmp/out.log are no collision of code. The root itself
 * is asked about and not locked, as a pattern is: whoever held it would stop everybody.
 */
export async function inRepository(
  { resources }: Pick<Look, 'resources'>,
  written: { files: string[]; patterns: WrittenPattern[] },
): Promise<{ files: string[]; patterns: WrittenPattern[] }> {
  const inside: { files: string[]; patterns: WrittenPattern[] } = { files: [], patterns: [] };
  for (const file of written.files) {
    const { resource } = await resources.resolve(file);
    if (resource === EVERYTHING) inside.patterns.push({ folder: file, glob: '**' });
    else if (!OUTSIDE.test(resource)) inside.files.push(file);
  }
  for (const pattern of written.patterns) {
    const { resource } = await resources.resolve(pattern.folder);
    if (OUTSIDE.test(resource)) continue;
    inside.patterns.push(pattern.isWholeTree ? { folder: resources.root, glob: '**' } : pattern);
  }
  return inside;
}
