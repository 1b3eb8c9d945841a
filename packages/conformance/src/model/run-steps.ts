import type { NamespaceUnderTest } from '../harness/storage-harness.js';
import { LeaseModel, type ModelRequest } from './lease-model.js';
import { LeaseSteps } from './lease-steps.js';
import { QueueModel } from './queue-model.js';
import { QueueSteps } from './queue-steps.js';
import type { Step } from './steps.js';
import { ValueSteps } from './value-steps.js';

/** Takes the steps on a fresh namespace and on the model; throws at the first answer that differs. */
export async function runSteps(
  namespace: NamespaceUnderTest,
  requests: ModelRequest[],
  steps: Step[],
): Promise<void> {
  const { storage, advance } = namespace;
  const leases = new LeaseSteps(storage, new LeaseModel());
  const queue = new QueueSteps(storage, new QueueModel());
  const values = new ValueSteps(storage);
  let now = 0;

  const take = async (step: Step): Promise<void> => {
    switch (step.step) {
      case 'acquire':
        return leases.acquire(requestOf(step.request), now);
      case 'renew-lease':
        return leases.renew(requestOf(step.request), now);
      case 'release':
        return leases.release(requestOf(step.request), now);
      case 'revoke':
        return leases.revoke(requestOf(step.request), now);
      case 'push':
        return queue.push(step.tasks, now);
      case 'claim': {
        const { step: _, ...request } = step;
        return queue.claim(request, now);
      }
      case 'settle':
        return queue.settle(step.id, step.late, step.outcome, now);
      case 'renew-claim':
        return queue.renew(step.id, step.late, now);
      case 'cancel':
        return queue.cancel(step.id, now);
      case 'requeue':
        return queue.requeue(step.id, now);
      case 'evict':
        return queue.evict(step.worker, now);
      case 'put':
        return values.put(step.id, step.label, step.ifVersion);
      case 'remove':
        return values.remove(step.id, step.ifVersion);
      case 'append':
        return values.append(step.id);
      case 'archive':
        return values.archive(step.upTo);
      case 'time-passes':
        if (!advance) return;
        await advance(step.ms);
        now += step.ms;
    }
  };

  const requestOf = (index: number): ModelRequest => {
    const request = requests[index];
    if (!request) throw new Error(`there is no request ${index}`);
    return request;
  };

  for (const step of steps) await take(step);
  await leases.compareAll(now);
  await queue.compareAll(now);
  await values.compareAll();
}
