import { mkdir } from 'node:fs/promises';
import { AgentCoordError, pause, type Storage } from '@agentcoord/core';
import type { Failover, FailoverStorage, openFailoverStorage } from '@agentcoord/storage-failover';
import type { Configuration } from '../configuration/configuration.js';
import { recordOwner } from './owner-record.js';
import { primaryPlace } from './primary-place.js';
import { isPrivateNamespace, isStillOwnName } from './private-namespace.js';
import { failoverFolder } from './takes-part.js';
import { untilSettled } from './until-settled.js';

export interface OpenedStore {
  storage: Storage;
  /** Where the store of this host takes part. */
  failover?: Failover;
  /** Why it does not, although it should. */
  noFallback?: string;
}

export interface StoreOpeners {
  /** The signal ends the opening, and nothing after it. */
  openRedis(signal?: AbortSignal): Promise<Storage>;
  openFile(): Promise<Storage>;
  openFailoverStorage: typeof openFailoverStorage;
}

export interface OpenStoreOptions {
  signal?: AbortSignal;
  /**
   * Whoever only looks goes by what the store of this host knows, and connects to Redis when it must. Everybody else asks
   * Redis first, so that a wrong password is told at once, and waits until the namespace has an owner.
   */
  onlyLooks?: boolean;
  /** Called with a sentence for a person where opening takes a while, and why. */
  onWait?: (sentence: string) => void;
}

/** A server that has not answered by then is taken for one that is away; the store itself goes on asking. */
const FIRST_ANSWER_MS = 1_000;
/** Of a store's folder: nobody can lock there, or this user may not write. */
const NO_STORE_HERE = ['network_filesystem', 'storage_unwritable'] as const;

/** Redis and the store of this host as one storage, by the rules of docs/decisions/0007-failover.md. */
export async function openWithFallback(
  configuration: Configuration,
  openers: StoreOpeners,
  { signal, onlyLooks = false, onWait }: OpenStoreOptions,
): Promise<OpenedStore> {
  // Before the first connection, which leaves a note of what this clone knows of the server.
  const wasPrivate = isPrivateNamespace(configuration);
  const local = await openLocal(openers);
  if (local instanceof AgentCoordError)
    return { storage: await openers.openRedis(signal), noFallback: local.message };
  let storage: FailoverStorage | undefined;
  try {
    const asksFirst = !onlyLooks || (await neverTookPart(local));
    const first = asksFirst ? await firstAnswer(openers.openRedis, signal) : undefined;
    if (first?.reached !== undefined && first.reached.replica === undefined) {
      // A server without the facet is used as it is.
      await local.close();
      return { storage: first.reached };
    }
    await mkdir(failoverFolder(configuration), { recursive: true, mode: 0o700 });
    storage = compose({ configuration, openers, local, wasPrivate, first: first?.opening });
    // Takes over the connection that is open already.
    if (asksFirst) await storage.failover.status();
    if (!onlyLooks) await untilSettled(storage.failover, configuration, { signal, onWait });
    return { storage, failover: storage.failover };
  } catch (error) {
    await (storage ?? local).close();
    throw error;
  }
}

interface Parts {
  configuration: Configuration;
  openers: StoreOpeners;
  local: Storage;
  wasPrivate: boolean;
  /** A connection that is open, or being opened. */
  first: Promise<Storage> | undefined;
}

function compose({ configuration, openers, local, wasPrivate, first }: Parts): FailoverStorage {
  const { openRedis, openFailoverStorage } = openers;
  const { redis, fallback, fallbackTimes, namespace } = configuration;
  let opened = first;
  const open = (): Promise<Storage> => {
    const opening = opened ?? openRedis();
    opened = undefined;
    return opening;
  };
  const storage = openFailoverStorage({
    primary: { open, ...primaryPlace(redis?.reveal() ?? '') },
    local,
    folder: failoverFolder(configuration),
    fallback,
    isPrivate: async () => wasPrivate && (await isStillOwnName(configuration)),
    times: fallbackTimes,
    ownerIs: (ownership) => recordOwner(storage, namespace, ownership),
  });
  return storage;
}

async function openLocal({ openFile }: StoreOpeners): Promise<Storage | AgentCoordError> {
  try {
    return await openFile();
  } catch (error) {
    if (AgentCoordError.is(error, ...NO_STORE_HERE)) return error;
    throw error;
  }
}

async function neverTookPart({ replica }: Storage): Promise<boolean> {
  return replica === undefined || (await replica.look()).gate.version === 0;
}

/** @throws what is wrong with how this process asks: nobody but it can mend that. */
async function firstAnswer(
  openRedis: StoreOpeners['openRedis'],
  signal: AbortSignal | undefined,
): Promise<{ opening?: Promise<Storage>; reached?: Storage }> {
  const opening = openRedis(signal);
  const enough = new AbortController();
  const ending = signal === undefined ? enough.signal : AbortSignal.any([enough.signal, signal]);
  const late = pause(FIRST_ANSWER_MS, ending).catch(() => undefined);
  try {
    const reached = await Promise.race([opening, late]);
    return reached === undefined ? { opening } : { opening, reached };
  } catch (error) {
    if (!AgentCoordError.is(error, 'storage_unavailable')) throw error;
    return {};
  } finally {
    enough.abort();
    opening.catch(() => undefined);
  }
}
