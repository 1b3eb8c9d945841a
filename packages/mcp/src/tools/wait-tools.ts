import { z } from 'zod';
import { entity } from './fields.js';
import { defineTool, type Tool } from './tool.js';

const waitFor = defineTool({
  name: 'wait_for',
  title: 'Go on waiting',
  description:
    'Goes on with a wait that answered "pending", for up to 25 s: then "pending" again, or the answer of the tool that began it. Come back within two minutes, or the wait is given up and what it got is given back.',
  effect: 'adds',
  input: {
    wait_id: z.string().min(1).max(128),
    cancel: z.boolean().default(false).describe('Stops waiting instead.'),
  },
  output: {
    status: z.enum(['pending', 'done', 'cancelled']),
    tool: z.string(),
    wait_id: z.string().optional(),
    result: entity.optional(),
  },
  async run({ wait_id: id, cancel }, { connection, signal }) {
    const { waits } = connection;
    if (cancel) {
      const tool = await waits.cancel(id);
      return { summary: `${tool} no longer waits.`, data: { status: 'cancelled', tool } };
    }
    const waited = await waits.resume(id, signal);
    const { tool } = waited;
    if (waited.status === 'pending')
      return {
        summary: `${tool} still waits. Call wait_for again within two minutes.`,
        data: { status: 'pending', tool, wait_id: id },
      };
    return { summary: waited.answer.summary, data: { status: 'done', tool, result: waited.answer.data } };
  },
});

export const WAIT_TOOLS: readonly Tool[] = [waitFor];
