import { AgentCoordError } from '@agentcoord/core';
import { shortenMiddle } from '../text/shorten-middle.js';
import type { VerifyResult } from './verify-task.js';

export type FailedVerify = Extract<VerifyResult, { passed: false }>;

const MESSAGE_OUTPUT_BYTES = 3 * 1024;

export function verifyFailedError(result: FailedVerify, rounds?: number): AgentCoordError {
  const tries =
    rounds === undefined ? '' : ` The model had ${rounds} ${rounds === 1 ? 'try' : 'tries'} to mend it.`;
  return new AgentCoordError(
    'verify_failed',
    `The work is not done: its verification failed. ${result.reason}${tries} Output:\n` +
      shortenMiddle(result.output || '(none)', MESSAGE_OUTPUT_BYTES),
    { data: { exitCode: result.exitCode, ...(rounds !== undefined && { rounds }) } },
  );
}

/** What a model is told, so that it can mend its work. */
export function verifyFeedback(result: FailedVerify, command: string): string {
  return [
    `The verification command failed, so the task is not done yet: ${command}`,
    result.reason,
    'Its output:',
    result.output || '(none)',
    'Find the cause, mend it, and call finish again.',
  ].join('\n');
}
