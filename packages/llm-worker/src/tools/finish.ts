import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const finish = defineTool({
  name: 'finish',
  description:
    'Ends the task. Call it once everything is done, alone in its turn. Where the task has a verification it runs ' +
    'now; if it fails you get its output, and the task goes on.',
  schema: z.strictObject({
    summary: z
      .string()
      .trim()
      .min(1)
      .max(4000)
      .describe('What you changed and why, in a few sentences, and what is left open.'),
  }),
  describe: () => 'finish',
  run: (input) => Promise.resolve({ text: 'Finished.', finish: { summary: input.summary } }),
});
