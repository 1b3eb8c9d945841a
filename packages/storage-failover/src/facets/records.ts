import type { Records } from '@agentcoord/core';
import type { Router } from '../router/router.js';

export function routedRecords(router: Router): Records {
  return {
    get: (request, options) => router.read((to, where) => to.records.get(request, where), options),
    put: (request, options) => router.mutate((to, where) => to.records.put(request, where), options),
    remove: (request, options) => router.mutate((to, where) => to.records.remove(request, where), options),
    list: (request, options) => router.read((to, where) => to.records.list(request, where), options),
    search: (request, options) => router.read((to, where) => to.records.search(request, where), options),
  };
}
