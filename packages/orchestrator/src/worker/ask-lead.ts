import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError, type Duration, durationMs, formatDuration } from '@agentcoord/core';
import { QUESTION_TAG } from '../supervision/watch-questions.js';

export interface Question {
  title: string;
  message?: string;
  /** Default `'30m'`. */
  timeout?: Duration;
}

interface AskLead {
  client: CoordinationClient;
  parent: string | undefined;
  task: { id: string; attempt: number };
  signal: AbortSignal;
}

/** Puts a question on the board and waits for the first answer of somebody else. @throws `timeout`, `aborted`. */
export async function askLead(from: AskLead, question: Question): Promise<string> {
  const { client, parent, task, signal } = from;
  const timeoutMs = durationMs(question.timeout ?? '30m', 'timeout');
  const { title, message = title } = question;
  const { thread, sequence } = await client.board.post({
    title,
    message,
    tags: [QUESTION_TAG],
    links: { tasks: [task.id] },
    // A lead that is being replaced finds it all the same.
    ...(parent === undefined ? {} : { to: [parent] }),
  });
  const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  for await (const post of client.board.watch({ thread, after: sequence, signal: until }))
    if (post.message !== undefined && post.author !== client.name) return post.message;
  signal.throwIfAborted();
  throw new AgentCoordError(
    'timeout',
    `Nobody answered within ${formatDuration(timeoutMs)}: ${title}. The question stays on the board as ${thread}.`,
    { data: { thread, timeoutMs } },
  );
}
