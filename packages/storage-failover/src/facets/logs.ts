import type { Logs } from '@agentcoord/core';
import type { Appending } from '../outbox/appending.js';
import type { Router } from '../router/router.js';

export function routedLogs(router: Router, appending: Appending): Logs {
  return {
    append: (request, options) => appending.append(request, options),
    read: (request, options) => router.read((to, where) => to.logs.read(request, where), options),
    head: (request, options) => router.read((to, where) => to.logs.head(request, where), options),
    archive: (request, options) => router.mutate((to, where) => to.logs.archive(request, where), options),
  };
}
