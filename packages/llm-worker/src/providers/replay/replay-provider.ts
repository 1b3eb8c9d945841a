import { AgentCoordError, slug } from '@agentcoord/core';
import type { TaskAssignment } from '../../engine/task-assignment.js';
import { parsePayload } from '../../engine/task-payload.js';
import type { ModelProvider } from '../../model/model-provider.js';
import { loadTranscripts, type ReplaySource } from './load-transcripts.js';
import { ReplaySession } from './replay-session.js';
import type { Transcript } from './transcript.js';

/**
 * A provider that plays recorded turns: no network, no key, no chance. The transcript of a task is
 * the one named in `payload.replay`, else the slug of its title. Read once, at the first task.
 */
export function createReplayProvider(source: ReplaySource): ModelProvider {
  let loading: Promise<Map<string, Transcript>> | undefined;
  return {
    name: 'replay',
    model: 'transcripts',
    isLive: false,
    async openSession(task) {
      loading ??= loadTranscripts(source);
      const transcripts = await loading;
      const name = transcriptName(task);
      const transcript = transcripts.get(name);
      if (!transcript) throw unknownTranscript(task, name, [...transcripts.keys()]);
      return new ReplaySession(name, transcript);
    },
  };
}

export function transcriptName(task: TaskAssignment): string {
  return parsePayload(task.payload).replay ?? slug(task.title);
}

function unknownTranscript(task: TaskAssignment, name: string, names: readonly string[]): AgentCoordError {
  const shown = names.slice(0, 20).join(', ') || 'none';
  return new AgentCoordError(
    'not_found',
    `There is no transcript "${name}" for the task "${task.title}". There are: ${shown}. ` +
      'Name one in payload.replay, or give the worker a provider that answers (an API key).',
    { data: { transcript: name, retryable: false } },
  );
}
