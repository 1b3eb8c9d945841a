import { z } from 'zod';
import type { Subtasks } from '../team/subtasks.js';
import { defineTool } from './define-tool.js';
import type { AnyTool } from './tool.js';

export const createSubtask = (subtasks: Subtasks): AnyTool =>
  defineTool({
    name: 'create_subtask',
    description:
      'Leaves a part of the task to another agent, who does it on its own, later or beside you. Only for parts that ' +
      'need nothing of what you have not finished; you neither wait for it nor get its result.',
    schema: z.strictObject({
      title: z.string().trim().min(1).max(200),
      description: z
        .string()
        .trim()
        .min(1)
        .max(16_000)
        .describe('All the other agent needs to know: it sees nothing of yours.'),
    }),
    describe: (input) => `create_subtask ${input.title}`,
    async run(input) {
      const { id, isNew } = await subtasks.create(input);
      return { text: isNew ? `Created the subtask ${id}.` : `There is such a subtask already: ${id}.` };
    },
  });
