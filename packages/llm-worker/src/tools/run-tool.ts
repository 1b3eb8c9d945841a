import { AgentCoordError, type ErrorCode, toAgentCoordError } from '@agentcoord/core';
import type { ToolUseBlock } from '../model/content.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import type { ToolAnswer, ToolContext } from './tool.js';
import { findTool, toolsWith } from './tool-set.js';

const MAX_ANSWER_BYTES = 96 * 1024;

/** What a model can react to. Everything else ends the task: going on would work on lost locks or a broken store. */
const ANSWERABLE: ReadonlySet<ErrorCode> = new Set([
  'invalid_argument',
  'too_large',
  'limit_exceeded',
  'not_found',
  'already_exists',
  'unsupported',
  'conflict',
  'lock_held',
  'would_deadlock',
  'tool_failed',
  'internal',
]);

/**
 * Runs one call of a model. A wrong name, a wrong input or a failing tool becomes an answer that says
 * what to do, never a crash.
 * @throws only what must end the task: lost locks, fenced writes, aborts, a store that does not answer.
 */
export async function runTool(call: ToolUseBlock, context: ToolContext): Promise<ToolAnswer> {
  try {
    if (call.inputError !== undefined) throw unreadable(call);
    const prepared = findTool(call.name, context.offered ?? toolsWith(context.team)).prepare(call.input);
    await context.report(prepared.note);
    const answer = await prepared.run(context);
    return { ...answer, text: shortenMiddle(answer.text, MAX_ANSWER_BYTES) };
  } catch (thrown) {
    const error = fromSystem(thrown);
    if (context.signal.aborted || !ANSWERABLE.has(error.code)) throw error;
    return { text: explain(error), isError: true, errorCode: error.code };
  }
}

function unreadable(call: ToolUseBlock): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `The input of ${call.name} could not be read: ${call.inputError}. Nothing was done. Repeat the call; ` +
      'if it was long, write less at once (a shorter file first, then edit_file).',
  );
}

/** Errors of the file system as ours: a full disk ends the task, a refused file is for the model to know. */
function fromSystem(thrown: unknown): AgentCoordError {
  if (AgentCoordError.is(thrown)) return thrown;
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AgentCoordError(
      'disk_full',
      'The disk of the workspace is full. Free some space; the task can be tried again.',
      {
        cause: thrown,
      },
    );
  }
  if (code?.startsWith('E')) {
    return new AgentCoordError('tool_failed', `The file system refused it: ${code}.`, {
      data: { system: code },
      cause: thrown,
    });
  }
  return toAgentCoordError(thrown);
}

function explain(error: AgentCoordError): string {
  if (error.code !== 'lock_held' && error.code !== 'would_deadlock')
    return `Error (${error.code}): ${error.message}`;
  return [
    `Error (${error.code}): ${error.message}`,
    `Who and until when: ${shortenMiddle(JSON.stringify(error.data), 2048)}`,
    'Nothing was written. Do other parts of the task first, or repeat the call with wait_seconds.',
  ].join('\n');
}
