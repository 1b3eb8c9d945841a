import type { Sessions } from '@agentcoord/core';
import type { Router } from '../router/router.js';

/** For callers that number their operations themselves; all others are numbered by the router. */
export function routedSessions(router: Router): Sessions {
  return {
    open: (request, options) => router.ask((to, where) => to.sessions.open(request, where), options),
    burn: (operation, options) => router.ask((to, where) => to.sessions.burn(operation, where), options),
  };
}
