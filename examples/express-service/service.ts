import { AgentCoordError } from '@agentcoord/core';
import type { TaskQueue } from '@agentcoord/queue';
import express, { type ErrorRequestHandler, type Express } from 'express';

/** Takes jobs and answers at once; workers do them. Express 5 passes what an async handler throws to the error handler. */
export function createService(queue: TaskQueue): Express {
  const service = express();
  service.use(express.json({ limit: '100kb' }));

  service.post('/jobs', async ({ body }, response) => {
    const { url, priority } = body ?? {};
    if (typeof url !== 'string') throw new AgentCoordError('invalid_argument', 'url must be a text.');
    const { id } = await queue.add({
      title: `Thumbnail of ${url}`,
      payload: { url },
      ...(priority !== undefined && { priority }),
    });
    response.status(202).location(`/jobs/${id}`).json({ id });
  });

  service.get('/jobs/:id', async ({ params }, response) => {
    const task = await queue.get(params.id);
    if (!task) throw new AgentCoordError('not_found', `There is no job ${params.id}.`);
    const { id, state, attempts, result } = task;
    response.json({ id, state, attempts, result });
  });

  service.get('/health', async (_request, response) => {
    const { counts } = await queue.stats();
    response.json({ waiting: counts.ready, running: counts.claimed });
  });

  service.use(answerError);
  return service;
}

/** What the caller can mend is told to the caller; the rest is ours, and stays in our log. */
const STATUS = new Map<string, number>([
  ['invalid_argument', 400],
  ['too_large', 413],
  ['not_found', 404],
  ['storage_unavailable', 503],
]);

const answerError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const status = AgentCoordError.is(error) ? (STATUS.get(error.code) ?? 500) : 500;
  if (status === 500) console.error(error);
  const message = status < 500 && error instanceof Error ? error.message : 'Try again later.';
  response.status(status).json({ error: message });
};
