import { AgentCoordError } from '@agentcoord/core';
import { trySandbox } from '../../team-run/try-sandbox.js';
import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

/** Whether commands of a model can run here at all. */
export async function sandbox({ configuration, environment, signal }: ProjectFacts): Promise<Finding[]> {
  const { createSandbox } = await import('@agentcoord/llm-worker');
  try {
    await trySandbox(createSandbox({ environment }), configuration.repository.root, signal);
    return [ok('sandbox', 'Commands of a model run in bubblewrap.')];
  } catch (error) {
    if (!AgentCoordError.is(error) || error.code === 'aborted') throw error;
    const isMissing = error.code === 'unsupported';
    return [
      {
        check: 'sandbox',
        severity: 'warning',
        what: isMissing ? 'There is no sandbox for commands of a model.' : error.message,
        why: 'LLM workers are refused every command, so they cannot verify what they wrote.',
        fix: isMissing
          ? 'apt-get install bubblewrap'
          : 'git clone <this repository> into a folder of its own',
      },
    ];
  }
}
