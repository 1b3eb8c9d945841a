import type { Queues } from '@agentcoord/core';
import type { Router } from '../router/router.js';

export function routedQueues(router: Router): Queues {
  return {
    push: (request, options) => router.mutate((to, where) => to.queues.push(request, where), options),
    claim: (request, options) => router.mutate((to, where) => to.queues.claim(request, where), options),
    renew: (request, options) => router.ask((to, where) => to.queues.renew(request, where), options),
    settle: (request, options) => router.mutate((to, where) => to.queues.settle(request, where), options),
    cancel: (request, options) => router.mutate((to, where) => to.queues.cancel(request, where), options),
    requeue: (request, options) => router.mutate((to, where) => to.queues.requeue(request, where), options),
    evict: (request, options) => router.mutate((to, where) => to.queues.evict(request, where), options),
    get: (request, options) => router.read((to, where) => to.queues.get(request, where), options),
    list: (request, options) => router.read((to, where) => to.queues.list(request, where), options),
    stats: (request, options) => router.read((to, where) => to.queues.stats(request, where), options),
  };
}
