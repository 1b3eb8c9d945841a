import {
  checkBatch,
  checkChanges,
  checkId,
  checkJoin,
  checkLead,
  checkSetGate,
  checkSnapshot,
  type Replica,
} from '@agentcoord/core';
import { apply } from './replica/apply.js';
import { changes } from './replica/changes.js';
import { join, leave } from './replica/join.js';
import { lead } from './replica/lead.js';
import { lookAtGate } from './replica/look.js';
import { setGate } from './replica/set-gate.js';
import { snapshot } from './replica/snapshot.js';
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
    async changes(request, options) {
      const checked = checkChanges(request);
      return store.read((view) => changes(view, checked), options);
    },
    async snapshot(request, options) {
      const checked = checkSnapshot(request);
      return store.read((view) => snapshot(view, checked), options);
    },
    async apply(request, options) {
      const batch = checkBatch(request.batch);
      return store.tend((tx) => apply(tx, batch), options);
    },
  };
}
