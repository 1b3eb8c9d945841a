import { actionHash } from '@agentcoord/approvals';
import type { JsonObject } from '@agentcoord/core';
import { type Forgery, refused } from './forgeries.js';
import { DEPLOY, type World } from './world.js';

const never = 32_503_680_000_000;

/** Attempts by somebody who can write anything to the store, but has no key that counts. */
export const FORGED_WRITES: Forgery[] = [
  written('an approval without a signature', ({ votes, ...value }) => ({
    ...value,
    votes: [{ id: 'vote-1', by: 'operator', verdict: 'approved', at: value.requestedAt }],
  })),
  written('an approval with a made-up signature', ({ votes, ...value }, world) => {
    const vote = { id: 'vote-1', by: 'operator', verdict: 'approved', at: value.requestedAt };
    const signed = { ...vote, key: world.operatorKey.publicKey, signature: 'A'.repeat(86) };
    return { ...value, votes: [signed] };
  }),
  written('a policy nobody configured', ({ votes, ...value }) => ({
    ...value,
    votes: [{ id: 'vote-1', by: 'policy *', verdict: 'approved', at: value.requestedAt, policy: '*' }],
  })),
  written('a decision without any vote', (value) => ({
    ...value,
    quorum: 0,
    decidedVersion: 1,
    status: 'approved',
    decidedBy: 'operator',
  })),
  {
    name: 'the vote on another request',
    async succeeds(world) {
      const [mine, other] = [await world.ask(), await world.ask({ ...DEPLOY, description: 'Deploy v1.9' })];
      await world.operator.approve(other.id);
      const votes = await world.votesOf(other.id);
      await world.rewrite(mine.id, (value) => ({ ...value, votes }));
      return world.letsThrough(mine.id);
    },
  },
  {
    name: 'the vote on an earlier request for the same thing',
    async succeeds(world) {
      const [mine, other] = [await world.ask(), await world.ask()];
      await world.operator.approve(other.id);
      const votes = await world.votesOf(other.id);
      await world.rewrite(mine.id, (value) => ({ ...value, votes }));
      return world.letsThrough(mine.id);
    },
  },
  afterVote('a rejection turned into an approval', 'reject', ({ votes, ...value }) => ({
    ...value,
    votes: (votes as JsonObject[]).map((vote) => ({ ...vote, verdict: 'approved' })),
  })),
  afterVote('a quorum that was lowered', 'approve', (value) => ({ ...value, quorum: 1 }), { quorum: 2 }),
  afterVote('approvers that were widened', 'approve', ({ approvers, ...value }) => value, {
    approvers: ['CTO'],
  }),
  afterVote(
    'arguments changed after the decision, with their hash',
    'approve',
    (value) => {
      const changed = { ...DEPLOY, details: { version: '6.66' } };
      return { ...value, ...changed, hash: actionHash(changed) };
    },
    {},
    { ...DEPLOY, details: { version: '6.66' } },
  ),
  afterVote(
    'arguments changed after the decision, without their hash',
    'approve',
    (value) => ({ ...value, details: { version: '6.66' } }),
    {},
    { ...DEPLOY, details: { version: '6.66' } },
  ),
  afterVote('another requester', 'approve', (value) => ({ ...value, requester: { name: 'Bob' } })),
  afterVote('a longer life of the approval', 'approve', (value) => ({ ...value, validForMs: never }), {
    validFor: 1,
  }),
  {
    name: 'a request changed while the operator reads it',
    async succeeds(world) {
      const shown = await world.ask();
      const changed = { ...DEPLOY, details: { version: '6.66' } };
      await world.rewrite(shown.id, (value) => ({ ...value, ...changed, hash: actionHash(changed) }));
      await refused(world.operator.approve(shown.id, { hash: shown.hash }));
      return world.letsThrough(shown.id, changed);
    },
  },
  {
    name: 'an expiry moved after it had passed',
    async succeeds(world) {
      const { id, expiresAt } = await world.ask({ timeout: 1 });
      const vote = { id: 'vote-1', by: 'operator', verdict: 'approved', at: expiresAt };
      while ((await world.storage.now()) <= expiresAt);
      await world.rewrite(id, (value) => ({ ...value, expiresAt: never, votes: [vote] }));
      return world.letsThrough(id);
    },
  },
];

/** The record of a fresh request, rewritten. */
function written(name: string, change: (value: JsonObject, world: World) => JsonObject): Forgery {
  return {
    name: `written to the store: ${name}`,
    async succeeds(world) {
      const { id } = await world.ask();
      await world.rewrite(id, (value) => change(value, world));
      return world.letsThrough(id);
    },
  };
}

/** The record rewritten after the operator has voted. */
function afterVote(
  name: string,
  vote: 'approve' | 'reject',
  change: (value: JsonObject) => JsonObject,
  asked: Parameters<World['ask']>[0] = {},
  used: Parameters<World['letsThrough']>[1] = DEPLOY,
): Forgery {
  return {
    name: `written to the store: ${name}`,
    async succeeds(world) {
      const { id } = await world.ask(asked);
      const decided = await world.operator[vote](id).catch(() => undefined);
      if (decided?.usableUntil !== undefined && asked.validFor !== undefined)
        while ((await world.storage.now()) <= decided.usableUntil);
      await world.rewrite(id, change);
      return world.letsThrough(id, used);
    },
  };
}
