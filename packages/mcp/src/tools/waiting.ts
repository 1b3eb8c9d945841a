import type { Answer } from '../answers/answer.js';
import type { Waited, WaitResult } from '../connection/pending-waits.js';
import type { ToolCall } from './tool.js';

/** Runs what may take longer than a call may: at once where nothing is waited for. */
export async function orPending(
  { connection, signal }: ToolCall,
  tool: string,
  run: (signal: AbortSignal) => Promise<WaitResult>,
): Promise<Answer> {
  const waited = await connection.waits.begin(tool, run, signal);
  return waited.status === 'done' ? waited.answer : pendingAnswer(waited);
}

function pendingAnswer({ tool, waitId }: Extract<Waited, { status: 'pending' }>): Answer {
  return {
    summary: `${tool} still waits. Call wait_for with wait_id ${waitId} to go on waiting, within two minutes; with cancel: true to stop.`,
    data: { status: 'pending', wait_id: waitId },
  };
}
