import type { Leases } from '@agentcoord/core';
import type { Router } from '../router/router.js';

export function routedLeases(router: Router): Leases {
  return {
    acquire: (request, options) => router.mutate((to, where) => to.leases.acquire(request, where), options),
    renew: (request, options) => router.ask((to, where) => to.leases.renew(request, where), options),
    release: (request, options) => router.mutate((to, where) => to.leases.release(request, where), options),
    revoke: (request, options) => router.mutate((to, where) => to.leases.revoke(request, where), options),
    inspect: (request, options) => router.read((to, where) => to.leases.inspect(request, where), options),
    // Not from a copy: who asks relies on the answer.
    guard: (request, options) => router.ask((to, where) => to.leases.guard(request, where), options),
  };
}
