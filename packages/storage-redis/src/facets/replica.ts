import {
  type ApplyReply,
  type CallOptions,
  checkBatch,
  checkChanges,
  checkId,
  checkJoin,
  checkLead,
  checkSetGate,
  checkSnapshot,
  type GateView,
  invalid,
  type JsonObject,
  newId,
  type Replica,
  type SetGateReply,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { SCHEMA } from '../connection/schema.js';
import { ServerLives } from '../connection/server-life.js';
import type { Script } from '../scripts/join-script.js';
import type { ScriptInput } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { batchArguments } from './replica/apply.js';
import { changes } from './replica/changes.js';
import { CopyReader } from './replica/copy-reader.js';
import { toGateView } from './replica/gate-view.js';
import { snapshot } from './replica/snapshot.js';

const { look, setGate, join, leave, lead, apply } = SCRIPTS.replica;

/** Under nobody's ownership: these verbs are about it. */
export function redisReplica(caller: Caller): Replica {
  const { link } = caller;
  const lives = new ServerLives();

  /** Runs a script that tells the gate; `view` makes of it what the caller is told. */
  const told = async (
    script: Script,
    input: ScriptInput,
    options?: CallOptions,
  ): Promise<{ value: JsonObject; view: (stored: JsonObject) => GateView }> => {
    const { value, known, info } = await caller.callAndAsk(script, input, options);
    const { memory } = link;
    return { value, view: (stored) => toGateView(stored, { facts: known.facts, memory, info, lives }) };
  };

  return {
    async look(options) {
      caller.check(options, () => undefined);
      const { value, view } = await told(look, {}, options);
      return view(value);
    },

    async setGate(request, options) {
      const checked = caller.check(options, () => checkSetGate(request));
      const { ifPosition, ifAnnounced, applies, record } = checked;
      const input = {
        args: {
          birth: newId('birth'),
          schema: SCHEMA,
          token: newId('gate'),
          if_version: checked.ifVersion,
          if_position: ifPosition && `${ifPosition.epoch} ${ifPosition.sequence}`,
          if_alone: checked.ifAlone,
          if_announced: ifAnnounced && `${ifAnnounced.storeId} ${ifAnnounced.forMs}`,
          admits: checked.admits ?? undefined,
          admits_until: checked.admitsUntil,
          applies_source: applies?.source,
          applies_epoch: applies?.epoch,
          record: JSON.stringify(record),
          epoch: checked.epoch,
          hold: checked.holdGrantsMs,
        },
      };
      const { value, view } = await told(setGate, input, options);
      const { status, unmet } = value as { status: string; unmet?: string };
      if (status === 'behind')
        throw invalid('epoch', `at least ${value.epoch}, in which the store stands`, request.epoch);
      return {
        status,
        ...(unmet === undefined ? {} : { unmet }),
        view: view(value.view as JsonObject),
      } as SetGateReply;
    },

    async join(request, options) {
      const { storeId, host, ttlMs, announces } = caller.check(options, () => checkJoin(request));
      const announced = announces === undefined ? undefined : announces ? 'yes' : 'no';
      const args = { store_id: storeId, host, ttl: ttlMs, announces: announced };
      const { value, view } = await told(join, { args }, options);
      return view(value);
    },

    async leave(request, options) {
      const storeId = caller.check(options, () => checkId(request.storeId, 'storeId'));
      await caller.call(leave, { args: { store_id: storeId } }, options);
    },

    async lead(request, options) {
      const { holder, ttlMs } = caller.check(options, () => checkLead(request));
      const { value } = await caller.call(lead, { args: { holder, ttl: ttlMs } }, options);
      return value as { leads: boolean };
    },

    async changes(request, options) {
      const checked = caller.check(options, () => checkChanges(request));
      return changes(new CopyReader(caller, options), checked);
    },

    async snapshot(request, options) {
      const checked = caller.check(options, () => checkSnapshot(request));
      return snapshot(new CopyReader(caller, options), checked);
    },

    async apply(request, options) {
      const batch = caller.check(options, () => checkBatch(request.batch));
      const { value } = await caller.call(apply, { args: batchArguments(batch) }, options);
      return value as unknown as ApplyReply;
    },
  };
}
