import { AgentCoordError, checkId, checkJoin, checkLead, checkSetGate, type Replica } from '@agentcoord/core';
import { join, leave } from './replica/join.js';
import { lead } from './replica/lead.js';
import { lookAtGate } from './replica/look.js';
import { setGate } from './replica/set-gate.js';
import type { Store } from './store/store.js';

/** Under nobody's ownership: these verbs are about it. */
export function createReplica(store: Store): Replica {
  return {
    async look(options) {
      return store.read(lookAtGate, options);
    },
    async setGate(request, options) {
      const checked = checkSetGate(request);
      return store.tend((tx) => setGate(tx, checked), options);
    },
    async join(request, options) {
      const checked = checkJoin(request);
      return store.tend((tx) => join(tx, checked), options);
    },
    async leave(request, options) {
      const storeId = checkId(request.storeId, 'storeId');
      await store.tend((tx) => leave(tx, storeId), options);
    },
    async lead(request, options) {
      const checked = checkLead(request);
      return store.tend((tx) => lead(tx, checked), options);
    },
    changes: notYet,
    snapshot: notYet,
    apply: notYet,
  };
}

async function notYet(): Promise<never> {
  throw new AgentCoordError('unsupported', 'This store cannot follow another one yet.');
}
