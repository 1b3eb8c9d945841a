import { AgentCoordError } from '@agentcoord/core';
import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';
import { contentArgument, waitArgument, waitMs } from './write-arguments.js';

export const writeFile = defineTool({
  name: 'write_file',
  description:
    'Creates a file, or replaces the whole content of one. A file that exists must have been read before, and must ' +
    'not have changed since. Takes the lock of the file and keeps it until the task ends. For a small change use edit_file.',
  schema: z.strictObject({
    path: pathArgument,
    content: contentArgument.describe('The whole new content.'),
    wait_seconds: waitArgument,
  }),
  describe: (input) => `write_file ${input.path}`,
  async run(input, context) {
    const wait = waitMs(input.wait_seconds, context.lockWaitMs);
    const written = await context.edits.change(input.path, wait, (current, relative) => {
      if (current !== undefined && !context.edits.hasSeen(relative, current)) throw notSeen(input.path);
      return input.content;
    });
    return { text: `${written.created ? 'Created' : 'Replaced'} ${written.relative}.` };
  },
});

function notSeen(path: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `"${path}" exists, and you have not seen its present content (another agent may have changed it). ` +
      'Read it with read_file, then write it, or change only a part with edit_file.',
    { data: { path } },
  );
}
