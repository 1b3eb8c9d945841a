import type { AgentCoordError, Storage } from '@agentcoord/core';
import { AgentRegistry, type AgentState, type RegisteredAgent } from '@agentcoord/registry';
import { onTestFinished, vi } from 'vitest';
import { cutOff } from './cut-off.js';

/** Dies fast: for agents that a test lets die. */
export const QUICK = { heartbeat: 20, deadAfter: 100, startTimeout: 60 };

export async function thrownBy(work: Promise<unknown>): Promise<AgentCoordError> {
  return work.then(
    () => Promise.reject(new Error('It did not throw.')),
    (error: AgentCoordError) => error,
  );
}

export function aborted(signal: AbortSignal): Promise<AgentCoordError> {
  return new Promise((resolve) => {
    const done = (): void => resolve(signal.reason as AgentCoordError);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

export async function until(registry: AgentRegistry, name: string, state: AgentState): Promise<void> {
  await vi.waitFor(
    async () => {
      const found = await registry.get(name);
      if (found?.state !== state) throw new Error(`${name} is ${found?.state}, not ${state}`);
    },
    { timeout: 20_000, interval: 5 },
  );
}

export function leavesLater(agent: RegisteredAgent): RegisteredAgent {
  onTestFinished(() => agent.leave().catch(() => undefined));
  return agent;
}

/** An agent that was alive a moment ago, as if its process had been killed. */
export async function dyingAgent(storage: Storage, name: string): Promise<RegisteredAgent> {
  const line = cutOff(storage);
  const agent = await new AgentRegistry({ storage: line.storage, ...QUICK }).register({ name });
  line.cut();
  return agent;
}
