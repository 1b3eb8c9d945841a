import {
  checkClaim,
  checkClaimRenewal,
  checkId,
  checkIdentity,
  checkList,
  checkListTasks,
  checkName,
  checkPush,
  checkSettle,
  checkText,
  DEFAULT_QUEUE,
  MAX_PAGE,
  type Queues,
} from '@agentcoord/core';
import { mutate } from './operations/mutate.js';
import { cancel } from './queues/cancel.js';
import { claim } from './queues/claim.js';
import { evict } from './queues/evict.js';
import { getHealed, healQueues } from './queues/heal.js';
import { listTasks } from './queues/list.js';
import { push } from './queues/push.js';
import { renewClaim } from './queues/renew.js';
import { requeue } from './queues/requeue.js';
import { settle } from './queues/settle.js';
import { readStats } from './queues/stats.js';
import type { Store } from './store/store.js';

export function createQueues(store: Store): Queues {
  return {
    async push(request, options) {
      return mutate(store, push, checkPush(request), options);
    },
    async claim(request, options) {
      return mutate(store, claim, checkClaim(request), options);
    },
    async renew(request, options) {
      return renewClaim(store, checkClaimRenewal(request), options);
    },
    async settle(request, options) {
      return mutate(store, settle, checkSettle(request), options);
    },
    async cancel({ taskId, reason, by }, options) {
      const checked = {
        ...checkOneTask(taskId, by),
        ...(reason === undefined ? {} : { reason: checkText(reason, 'reason', { maxLength: 500 }) }),
      };
      return mutate(store, cancel, checked, options);
    },
    async requeue({ taskId, by }, options) {
      return mutate(store, requeue, checkOneTask(taskId, by), options);
    },
    async evict({ worker, reason }, options) {
      const checked = {
        worker: checkIdentity(worker, 'worker'),
        reason: checkText(reason, 'reason', { maxLength: 500 }),
      };
      return mutate(store, evict, checked, options);
    },
    async get({ taskIds }, options) {
      const ids = checkList(taskIds, 'taskIds', MAX_PAGE).map((id, index) =>
        checkId(id, `taskIds[${index}]`),
      );
      return getHealed(store, ids, options);
    },
    async list(request, options) {
      const checked = checkListTasks(request);
      await healQueues(store, checked.queue, options);
      return store.read((view) => listTasks(view, checked), options);
    },
    async stats(request, options) {
      const queue = checkName(request.queue ?? DEFAULT_QUEUE, 'queue');
      await healQueues(store, queue, options);
      return store.read((view) => readStats(view, queue), options);
    },
  };
}

function checkOneTask(taskId: string, by: string | undefined): { taskId: string; by?: string } {
  return { taskId: checkId(taskId, 'taskId'), ...(by === undefined ? {} : { by: checkIdentity(by, 'by') }) };
}
