import type { Approval } from '@agentcoord/approvals';
import type { JsonObject } from '@agentcoord/core';
import { z } from 'zod';
import type { Answer } from '../answers/answer.js';
import { approvalInFull } from '../answers/views.js';
import { entity, labels, waitId, waitSeconds } from './fields.js';
import { defineTool, type Tool } from './tool.js';
import { orPending } from './waiting.js';

const action = {
  action: z.string().min(1).max(200).describe('A short name: deploy.'),
  description: z.string().max(8_000).optional(),
  details: z.record(z.string(), z.unknown()).optional().describe('The exact arguments.'),
  tags: labels.optional(),
};

const decided = { status: z.string(), approval: entity.optional(), wait_id: waitId };

const requestApproval = defineTool({
  name: 'request_approval',
  title: 'Request approval',
  description:
    'Asks a person or a coordinator for a yes to exactly this action. Act only when status is "approved", after use_approval. Everything else means no.',
  effect: 'adds',
  input: {
    ...action,
    timeout_seconds: z
      .number()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('Undecided then: expired, which is no.'),
    approvers: z.array(z.string().min(1).max(200)).min(1).max(20).optional().describe('Who may decide.'),
    wait_seconds: waitSeconds,
  },
  output: decided,
  async run({ timeout_seconds: timeout, wait_seconds: wait, approvers, details, ...asked }, call) {
    const { approvals } = await call.client();
    const { id } = await approvals.request({
      action: asked.action,
      ...(asked.description === undefined ? {} : { description: asked.description }),
      ...(asked.tags === undefined ? {} : { tags: asked.tags }),
      // It came as JSON.
      ...(details === undefined ? {} : { details: details as JsonObject }),
      ...(approvers === undefined ? {} : { approvers }),
      timeout: timeout * 1_000,
    });
    return decision(id, wait, call);
  },
});

const checkApproval = defineTool({
  name: 'check_approval',
  title: 'Check an approval',
  description:
    'How a request for approval stands. With wait_seconds: once it is decided, or the time is over.',
  effect: 'reads',
  input: { approval_id: z.string().max(128), wait_seconds: waitSeconds },
  output: decided,
  run({ approval_id: id, wait_seconds: wait }, call) {
    return decision(id, wait, call);
  },
});

const useApproval = defineTool({
  name: 'use_approval',
  title: 'Use an approval',
  description:
    'Call it right before you act, with exactly what you are about to do. It succeeds once; on an error do not act.',
  effect: 'ends',
  input: { approval_id: z.string().max(128), ...action },
  output: decided,
  async run({ approval_id: id, details, ...used }, { client: open }) {
    const { approvals } = await open();
    const approval = await approvals.consume(id, {
      action: used.action,
      ...(used.description === undefined ? {} : { description: used.description }),
      tags: used.tags ?? [],
      // It came as JSON.
      ...(details === undefined ? {} : { details: details as JsonObject }),
    });
    return { ...answerOf(approval), summary: 'You may act now, once, and only as approved.' };
  },
});

type Call = Parameters<typeof orPending>[0];

function decision(id: string, waitInSeconds: number, call: Call): Promise<Answer> {
  return orPending(call, 'check_approval', async (signal) => {
    const { approvals } = await call.client();
    if (waitInSeconds === 0) return { answer: answerOf(await approvals.get(id)) };
    const time = AbortSignal.timeout(waitInSeconds * 1_000);
    try {
      return { answer: answerOf(await approvals.wait(id, { signal: AbortSignal.any([signal, time]) })) };
    } catch (error) {
      if (!time.aborted || signal.aborted) throw error;
      return { answer: answerOf(await approvals.get(id)) };
    }
  });
}

function answerOf(approval: Approval): Answer {
  return {
    summary: SUMMARIES[approval.status](approval.id),
    data: { status: approval.status, approval: approvalInFull(approval) },
  };
}

const SUMMARIES: Record<Approval['status'], (id: string) => string> = {
  pending: (id) => `Nobody has decided yet. Do not act. Call check_approval with approval_id ${id}.`,
  approved: () => 'Approved. Call use_approval with the same action right before you act.',
  rejected: () => 'Rejected: do not act.',
  expired: () => 'Expired without a decision, which is no: do not act.',
  cancelled: () => 'The request was cancelled: do not act.',
};

export const APPROVAL_TOOLS: readonly Tool[] = [requestApproval, checkApproval, useApproval];
