import { ApprovalWorkflow } from '@agentcoord/approvals';
import { AuditLog } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import { CostLog } from '@agentcoord/llm-worker';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { type ClaimedTask, TaskQueue } from '@agentcoord/queue';
import { AgentRegistry, type RegisteredAgent } from '@agentcoord/registry';

export interface RunOfAgents {
  storage: Storage;
  agents: number;
  tasks: number;
  /** How long a task takes. */
  workMs: number;
  /** Takes part in titles, names, paths, reasons. */
  texts: readonly string[];
}

/** What those who did it counted themselves, without asking the store. */
export interface Tally {
  completed: Map<string, number>;
  failedForGood: number;
  failedAttempts: number;
  nanoUsd: number;
  calls: number;
}

const MODELS = ['claude-sonnet-5-5', 'claude-haiku-5-5', 'gpt-6-luna'];
const NANO_USD_A_CALL = 1_250_000;

/** Agents that claim, lock, fail, ask the model and are asked for approval: all by the packages that real ones use. */
export async function runAgents(options: RunOfAgents): Promise<Tally> {
  const { storage, agents, tasks, texts } = options;
  const queue = new TaskQueue({ storage, worker: 'operator' });
  await queue.addMany(
    Array.from({ length: tasks }, (_, index) => ({
      title: `Task ${index + 1} ${texts[index % Math.max(1, texts.length)] ?? ''}`.trim().slice(0, 200),
      priority: (index % 5) + 1,
      maxAttempts: index % 50 === 0 ? 2 : 3,
      payload: { number: index },
    })),
  );
  const tally: Tally = { completed: new Map(), failedForGood: 0, failedAttempts: 0, nanoUsd: 0, calls: 0 };
  await using audit = new AuditLog({ storage, author: 'operator' });
  await Promise.all(Array.from({ length: agents }, (_, index) => agent(index, options, tally)));
  await decide(storage, texts);
  for (const text of texts) await audit.logDecision({ type: 'note', context: text, reason: text });
  await audit.derive();
  return tally;
}

async function agent(index: number, options: RunOfAgents, tally: Tally): Promise<void> {
  const { storage, texts } = options;
  const registry = new AgentRegistry({ storage });
  const name = index === 0 && texts.length > 0 ? `Agent <b>&"'` : `Agent-${index + 1}`;
  const self = await registry.register({ name, role: texts[index] ?? 'Engineer', kind: 'worker' });
  const resources = createResourceNames({ root: process.cwd() });
  const locks = new FileLock({ storage, holder: self.identity, agentName: name, resources });
  const queue = new TaskQueue({ storage, worker: self.identity, retry: { baseMs: 1, maxMs: 5 } });
  const costs = new CostLog(storage);
  try {
    for (;;) {
      const task = await queue.claim({ wait: 50 });
      if (task === undefined) {
        const { counts } = await queue.stats();
        if (counts.ready + counts.claimed + counts.scheduled === 0) return;
        continue;
      }
      await work(task, { self, locks, costs, options, tally, index });
    }
  } finally {
    await locks.releaseAll();
    await self.leave();
  }
}

interface Working {
  self: RegisteredAgent;
  locks: FileLock;
  costs: CostLog;
  options: RunOfAgents;
  tally: Tally;
  index: number;
}

async function work(claimed: ClaimedTask, at: Working): Promise<void> {
  const { self, locks, costs, options, tally, index } = at;
  const number = Number(claimed.task.payload?.number);
  await self.setTask(claimed.task.id);
  const model = MODELS[number % MODELS.length] ?? '';
  await costs.append(`${claimed.task.id}-${claimed.task.attempts}`, {
    task: claimed.task.id,
    agent: self.name,
    provider: model.startsWith('gpt') ? 'openai' : 'anthropic',
    model,
    inputTokens: 1_000,
    cacheWriteTokens: 0,
    cacheReadTokens: 500,
    outputTokens: 200,
    estimated: false,
    costNanoUsd: NANO_USD_A_CALL,
    pricesOf: '2026-11-01',
  });
  tally.calls += 1;
  tally.nanoUsd += NANO_USD_A_CALL;
  const text = options.texts[number % Math.max(1, options.texts.length)]?.replaceAll('/', '|').slice(0, 60);
  const path = number % 4 === 0 ? 'src/shared.ts' : `src/${text ?? 'part'}-${number % 7}.ts`;
  await locks.withLock(path, { intent: `Task ${number}`, wait: '20s' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, options.workMs));
  });
  // The 50th fail each time, every 20th the first time.
  if (number % 50 === 0 || (number % 20 === 1 && claimed.task.attempts === 1)) {
    tally.failedAttempts += 1;
    if (number % 50 === 0 && claimed.task.attempts === 2) tally.failedForGood += 1;
    await claimed.fail(new Error(`attempt failed ${text ?? ''}`));
    return;
  }
  await claimed.complete({ by: index });
  tally.completed.set(self.name, (tally.completed.get(self.name) ?? 0) + 1);
}

async function decide(storage: Storage, texts: readonly string[]): Promise<void> {
  const asking = new ApprovalWorkflow({ storage, actor: 'Agent-2' });
  const deciding = new ApprovalWorkflow({ storage, actor: 'operator' });
  const description = texts[0] ?? 'Ship it';
  const ask = (action: string) => asking.request({ action, description, timeout: '1h' });
  const [yes, no] = [await ask('deploy'), await ask('drop the table'), await ask('merge')];
  await deciding.approve(yes.id, { reason: texts[1] ?? 'looks good' });
  await deciding.reject(no.id, { reason: texts[2] ?? 'not now' });
}
