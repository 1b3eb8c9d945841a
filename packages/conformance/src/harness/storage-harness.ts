import type { JsonObject, Storage } from '@agentcoord/core';

/** How the contract gets at a storage. One harness for each way to run it: memory, disk, single, cluster. */
export interface StorageHarness {
  /** Part of the suite's name: `file`, `redis cluster`. */
  name: string;
  /** A fresh, empty namespace; called once for each test. */
  open(): Promise<NamespaceUnderTest>;
}

export interface NamespaceUnderTest {
  /** The first client. The contract closes it. */
  storage: Storage;
  /**
   * Another client of the same namespace, as another process would have it. Must also work after every
   * client before was closed. Left out where nobody else can open it; the tests that need it are skipped.
   */
  reopen?: () => Promise<Storage>;
  /** How a child process opens the same namespace. Left out where none can. */
  connection?: StorageConnection;
  /** Turns the storage's clock forward. Left out: tests wait for short times to pass by themselves. */
  advance?: (ms: number) => Promise<void>;
  /** Called when every client is closed: takes away the folder, the keys, the server. */
  remove?: () => Promise<void>;
}

/** Plain JSON, handed to child processes. */
export interface StorageConnection {
  /** URL of the module that opens the storage: `new URL('../src/index.ts', import.meta.url).href`. */
  module: string;
  /** Name of a function that module exports; takes `options`, resolves to a `Storage`. */
  open: string;
  options: JsonObject;
  /** Names for `AGENTCOORD_CRASH_POINT` that lie on the way of a claim, a settlement or a lock. */
  crashPoints?: string[];
}
