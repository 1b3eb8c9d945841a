import { z } from 'zod';
import type { ApprovalAnswer, ModelApprovals } from '../team/model-approvals.js';
import { defineTool } from './define-tool.js';
import type { AnyTool, ToolAnswer } from './tool.js';

export const requestApproval = (approvals: ModelApprovals): AnyTool =>
  defineTool({
    name: 'request_approval',
    description:
      'Asks a person or a coordinator for a decision, and waits for it: for what the task does not clearly allow. ' +
      'You cannot decide it yourself, and a yes opens nothing that is protected; it is for this one thing only.',
    schema: z.strictObject({
      action: z
        .string()
        .regex(/^[a-z0-9][a-z0-9:._-]{0,99}$/, 'lower-case letters, digits and ":._-" only')
        .describe('A short name, such as "add-dependency".'),
      description: z.string().trim().min(1).max(4000).describe('What exactly you want to do, and why.'),
      wait_minutes: z.int().min(1).max(60).default(10).describe('Without an answer by then it is a no.'),
    }),
    describe: (input) => `request_approval ${input.action}`,
    async run({ action, description, wait_minutes }, { signal, report }) {
      const wanted = { action, description, timeoutMs: wait_minutes * 60_000 };
      return answerText(
        await approvals.request(wanted, signal, (id) => report(`waits for approval ${id} of ${action}`)),
      );
    },
  });

function answerText({ id, status, by, reason }: ApprovalAnswer): ToolAnswer {
  const who = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : ` The reason: ${reason}`;
  if (status === 'approved') return { text: `Request ${id} was approved${who}.${why}` };
  return {
    text: `Request ${id} was ${status}${who}. That is a no: do not do it.${why}`,
    isError: true,
    errorCode: 'conflict',
  };
}
