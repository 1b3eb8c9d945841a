import type { Limits } from '@agentcoord/core';
import type { Router } from '../router/router.js';

export function routedLimits(router: Router): Limits {
  return {
    acquirePermit: (request, options) =>
      router.mutate((to, where) => to.limits.acquirePermit(request, where), options),
    renewPermit: (request, options) =>
      router.ask((to, where) => to.limits.renewPermit(request, where), options),
    releasePermit: (request, options) =>
      router.mutate((to, where) => to.limits.releasePermit(request, where), options),
    reserve: (request, options) => router.mutate((to, where) => to.limits.reserve(request, where), options),
    settleSpend: (request, options) =>
      router.mutate((to, where) => to.limits.settleSpend(request, where), options),
    readSpend: (request, options) => router.read((to, where) => to.limits.readSpend(request, where), options),
  };
}
