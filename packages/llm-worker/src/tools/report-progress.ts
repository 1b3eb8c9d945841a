import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const reportProgress = defineTool({
  name: 'report_progress',
  description:
    'Tells the people and agents who watch what you are doing now, in one sentence. Changes nothing else.',
  schema: z.strictObject({ note: z.string().trim().min(1).max(500) }),
  describe: (input) => input.note,
  // The note has been reported when the call began, like that of every tool.
  run: () => Promise.resolve({ text: 'Reported.' }),
});
