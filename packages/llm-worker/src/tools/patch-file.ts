import { AgentCoordError } from '@agentcoord/core';
import { z } from 'zod';
import { applyHunks } from '../edits/apply-hunks.js';
import { readHunks } from '../edits/patch-hunks.js';
import { textContent } from '../workspace/text-content.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';
import { contentArgument, waitArgument, waitMs } from './write-arguments.js';

export const patchFile = defineTool({
  name: 'patch_file',
  description:
    'Changes several places of one file at once, by a unified diff: hunks that begin with "@@", with lines of ' +
    'context (" "), removed ("-") and added ("+") ones. All hunks are applied, or none. Each must match the file ' +
    'exactly, and in one place. Takes the lock of the file and keeps it until the task ends.',
  schema: z.strictObject({
    path: pathArgument,
    patch: contentArgument
      .min(1)
      .describe('The hunks, in the order of the file. File headers are not needed.'),
    wait_seconds: waitArgument,
  }),
  describe: (input) => `patch_file ${input.path}`,
  async run(input, context) {
    const wait = waitMs(input.wait_seconds, context.lockWaitMs);
    const hunks = orRefuse(input.path, () => readHunks(input.patch));
    const written = await context.edits.change(input.path, wait, (current) => {
      if (current === undefined) throw nothingToPatch(input.path);
      const text = textContent(input.path, current);
      return orRefuse(input.path, () => applyHunks(text, hunks));
    });
    return {
      text: `Patched ${written.relative} in ${hunks.length} ${hunks.length === 1 ? 'place' : 'places'}.`,
    };
  },
});

function orRefuse<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AgentCoordError('conflict', `"${path}" was not patched: ${problem}.`, {
      data: { path, problem },
    });
  }
}

function nothingToPatch(path: string): AgentCoordError {
  return new AgentCoordError('not_found', `There is no "${path}" to patch. Create it with write_file.`, {
    data: { path },
  });
}
