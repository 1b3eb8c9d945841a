import { createDelegation, type Delegation } from '@agentcoord/approvals';
import { AgentCoordError, SigningKey } from '@agentcoord/core';
import { type Acting, DEPLOY, type World } from './world.js';

export interface Forgery {
  name: string;
  /** Tries it; true when it got through. */
  succeeds(world: World): Promise<boolean>;
}

/** Somebody decides with the product's own means, without the right to. */
function decidedBy(name: string, acting: (world: World) => Acting): Forgery {
  return {
    name,
    async succeeds(world) {
      const { id } = await world.ask();
      await refused(world.as(acting(world)).approve(id));
      return world.letsThrough(id);
    },
  };
}

export async function refused(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (!AgentCoordError.is(error)) throw error;
  });
}

const zed = SigningKey.create();

function delegated(world: World, terms: Partial<Parameters<typeof createDelegation>[1]> = {}): Delegation {
  const usual = { delegate: 'Zed', key: zed.publicKey, actions: ['deploy:*'], expiresAt: 32_503_680_000_000 };
  return createDelegation(world.operatorKey, { ...usual, scope: world.scope, ...terms });
}

/** Attempts through the API. */
export const FORGED_DECISIONS: Forgery[] = [
  decidedBy('who asked decides', ({ adaKey }) => ({ actor: 'Ada#agent_1', signer: adaKey })),
  decidedBy('who asked decides with the operator’s key', ({ operatorKey }) => ({
    actor: 'Ada#agent_1',
    signer: operatorKey,
  })),
  decidedBy('another name of the same incarnation', ({ operatorKey }) => ({
    actor: 'Bob#agent_1',
    signer: operatorKey,
  })),
  decidedBy('the next life of who asked', ({ operatorKey }) => ({
    actor: 'Ada#agent_2',
    signer: operatorKey,
  })),
  decidedBy('one flow of work of who asked', ({ operatorKey }) => ({
    actor: 'Ada#agent_1/task_7',
    signer: operatorKey,
  })),
  decidedBy('the name of who asked in other letters', ({ operatorKey }) => ({
    actor: '\uff21d\u200ba',
    signer: operatorKey,
  })),
  decidedBy('the key of who asked under another name, delegated to', (world) => ({
    actor: 'Zed',
    signer: world.adaKey,
    delegation: delegated(world, { key: world.adaKey.publicKey }),
  })),
  decidedBy('nobody’s key', () => ({ actor: 'Bob#agent_3' })),
  decidedBy('a stranger’s key', () => ({ actor: 'Bob#agent_3', signer: SigningKey.create() })),
  decidedBy('a stranger who calls itself operator', () => ({
    actor: 'operator',
    signer: SigningKey.create(),
  })),
  decidedBy('a delegation by somebody else', ({ scope }) => ({
    actor: 'Zed',
    signer: zed,
    delegation: createDelegation(SigningKey.create(), {
      ...{ delegate: 'Zed', key: zed.publicKey, actions: ['*'], expiresAt: 32_503_680_000_000, scope },
    }),
  })),
  decidedBy('a delegation whose actions were widened', (world) => ({
    actor: 'Zed',
    signer: zed,
    delegation: { ...delegated(world, { actions: ['read:*'] }), actions: ['*'] },
  })),
  decidedBy('a delegation for other actions', (world) => ({
    actor: 'Zed',
    signer: zed,
    delegation: delegated(world, { actions: ['deploy', 'deploy:staging'] }),
  })),
  decidedBy('a delegation that is over', (world) => ({
    actor: 'Zed',
    signer: zed,
    delegation: delegated(world, { expiresAt: 1_000 }),
  })),
  decidedBy('a delegation for somebody else', (world) => ({
    actor: 'Mallory',
    signer: SigningKey.create(),
    delegation: delegated(world),
  })),
  decidedBy('a delegation for another namespace', (world) => ({
    actor: 'Zed',
    signer: zed,
    delegation: delegated(world, { scope: 'elsewhere' }),
  })),
  decidedBy('the operator of another namespace', ({ operatorKey }) => ({
    actor: 'operator',
    signer: operatorKey,
    scope: 'elsewhere',
  })),
  {
    name: 'one operator makes a quorum of two under two names',
    async succeeds(world) {
      const { id } = await world.ask({ quorum: 2 });
      await world.operator.approve(id);
      await refused(world.as({ actor: 'second', signer: world.operatorKey }).approve(id));
      return world.letsThrough(id);
    },
  },
  {
    name: 'a decision after the expiry',
    async succeeds(world) {
      const { id, expiresAt } = await world.ask({ timeout: 1 });
      while ((await world.storage.now()) <= expiresAt);
      await refused(world.operator.approve(id));
      return world.letsThrough(id);
    },
  },
  {
    name: 'other arguments than those approved',
    async succeeds(world) {
      const { id } = await world.ask();
      await world.operator.approve(id);
      const details = { ...DEPLOY.details, hosts: ['a', 'b', 'c'] };
      return world.letsThrough(id, { ...DEPLOY, details });
    },
  },
  {
    name: 'one approval used twice',
    async succeeds(world) {
      const { id } = await world.ask();
      await world.operator.approve(id);
      const uses = await Promise.all(Array.from({ length: 8 }, () => world.letsThrough(id)));
      if (uses.filter(Boolean).length !== 1) return true;
      return world.letsThrough(id);
    },
  },
];
