import { type Capabilities, pause, type Replica, type Storage } from '@agentcoord/core';
import { type TestContext, test } from 'vitest';
import type { NamespaceUnderTest, StorageConnection, StorageHarness } from './storage-harness.js';

/** What one test of the contract works with. */
export interface UnderTest {
  /** A client of a fresh, empty namespace. */
  storage: Storage;
  /** Another client of the same namespace; skips the test where there cannot be one. */
  anotherClient(): Promise<Storage>;
  /** Skips the test, saying why, where the storage does not have this capability. */
  needs(capability: keyof Capabilities): Promise<void>;
  /** Skips the test where the storage cannot take part in a failover. */
  needsReplica(): Replica;
  /** Skips the test where child processes cannot open the namespace. */
  needsProcesses(): Promise<StorageConnection>;
  /** Resolves when the storage's own clock has passed `at`. */
  pass(at: number): Promise<void>;
  /** Prints a line beneath the test's name. */
  note(text: string): Promise<void>;
}

/** Registers one sentence of the contract as a test. */
export type Guarantee = (
  sentence: string,
  check: (underTest: UnderTest) => Promise<void>,
  timeoutMs?: number,
) => void;

/** Each guarantee gets a namespace of its own and leaves nothing behind. */
export function guarantees(harness: StorageHarness): Guarantee {
  return (sentence, check, timeoutMs) => {
    test(sentence, timeoutMs === undefined ? {} : { timeout: timeoutMs }, async (context) => {
      const namespace = await harness.open();
      const clients = [namespace.storage];
      try {
        await check(underTest(namespace, clients, context));
      } finally {
        for (const client of clients) await client.close();
        await namespace.remove?.();
      }
    });
  };
}

function underTest(namespace: NamespaceUnderTest, clients: Storage[], context: TestContext): UnderTest {
  const { storage, reopen, connection } = namespace;
  return {
    storage,
    async anotherClient() {
      if (!reopen) return context.skip('this storage is private to one client');
      const client = await reopen();
      clients.push(client);
      return client;
    },
    async needs(capability) {
      const { capabilities } = await storage.describe();
      if (!capabilities[capability]) context.skip(`capabilities.${capability} is false`);
    },
    needsReplica() {
      return storage.replica ?? context.skip('this storage takes no part in a failover');
    },
    async needsProcesses() {
      return connection ?? context.skip('other processes cannot open this storage');
    },
    pass: (at) => passTime(namespace, at),
    async note(text) {
      await context.annotate(text);
    },
  };
}

/** Nobody signals that time has passed: the storage's clock is asked until it says so. */
async function passTime({ storage, advance }: NamespaceUnderTest, at: number): Promise<void> {
  for (let now = await storage.now(); now <= at; now = await storage.now()) {
    const missingMs = Math.ceil(at - now) + 1;
    await (advance ? advance(missingMs) : pause(missingMs));
  }
}
