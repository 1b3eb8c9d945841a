import { AgentCoordError } from '@agentcoord/core';
import type { HeldLock } from '@agentcoord/locks';
import { z } from 'zod';
import { clipLine, isoTime } from '../answers/clip.js';
import { firstThatFit } from '../answers/fitting.js';
import { lockLine } from '../answers/views.js';
import { entities, waitId, waitSeconds } from './fields.js';
import { defineTool, type Tool } from './tool.js';
import { orPending } from './waiting.js';

const paths = z.array(z.string().min(1).max(1_000)).min(1).max(100);

const lockFiles = defineTool({
  name: 'lock_files',
  title: 'Lock files',
  description:
    'Locks all these files and folders or none, before you edit them; nobody else can until release_files. The lock lasts while you are connected. A refusal names the holder, the intent and the time left.',
  effect: 'adds',
  input: {
    paths: paths.describe('Relative to the repository, or absolute. A folder locks all in it.'),
    intent: z.string().min(1).max(500).optional().describe('What you are about to do, for those who wait.'),
    shared: z.boolean().default(false).describe('Only to read: excludes writers, not readers.'),
    ttl_seconds: z
      .number()
      .min(1)
      .max(3_600)
      .default(60)
      .describe('How long it outlives you if you vanish. Renewed while you are connected.'),
    wait_seconds: waitSeconds,
  },
  output: {
    status: z.enum(['locked', 'pending']),
    lock_id: z.string().optional(),
    paths: z.array(z.string()).optional(),
    wait_id: waitId,
  },
  run({ paths: wanted, intent, shared, ttl_seconds: ttl, wait_seconds: wait }, call) {
    return orPending(call, 'lock_files', async (signal) => {
      const client = await call.client();
      const lock = await client.lockFile(wanted, {
        ...(intent === undefined ? {} : { intent }),
        mode: shared ? 'shared' : 'exclusive',
        ttl: ttl * 1_000,
        wait: wait * 1_000,
        signal,
      });
      call.connection.held.addLock(lock);
      return {
        answer: {
          summary: `Locked ${lock.paths.map((path) => JSON.stringify(clipLine(path, 200))).join(', ')}. Read the files again before you edit: they may have changed. Then release_files.`,
          data: { status: 'locked', lock_id: lock.grantId, paths: lock.paths },
        },
        undo: async () => {
          call.connection.held.dropLock(lock);
          await lock.release();
        },
      };
    });
  },
});

const releaseFiles = defineTool({
  name: 'release_files',
  title: 'Release files',
  description: 'Gives back locks of yours: those with one of these paths or ids, or all of them.',
  effect: 'adds',
  idempotent: true,
  input: {
    paths: paths.optional().describe('As given to lock_files. A lock on several paths is released whole.'),
    lock_ids: z.array(z.string().max(128)).max(100).optional(),
    all: z.boolean().default(false),
  },
  output: { released: z.array(z.string()), still_locked: z.array(z.string()) },
  async run({ paths: named, lock_ids: ids = [], all }, { client: open, connection }) {
    if (named === undefined && ids.length === 0 && !all)
      throw new AgentCoordError('invalid_argument', 'Say what to release: paths, lock_ids, or all: true.');
    const client = await open();
    const places = await Promise.all((named ?? []).map((path) => client.resources.resolve(path)));
    const wanted = new Set(places.map(({ resource }) => resource));
    const chosen = (lock: HeldLock): boolean =>
      all || ids.includes(lock.grantId) || lock.paths.some((path) => wanted.has(path));
    const ending = connection.held.heldLocks().filter(chosen);
    const released: string[] = [];
    for (const lock of ending) {
      await lock.release();
      connection.held.dropLock(lock);
      released.push(...lock.paths);
    }
    const left = connection.held.heldLocks().flatMap((lock) => lock.paths);
    return {
      summary: released.length === 0 ? 'You held none of these.' : `Released ${released.length} paths.`,
      data: { released, still_locked: firstThatFit(left, 8_000) },
    };
  },
});

const listLocks = defineTool({
  name: 'list_locks',
  title: 'List locks',
  description: 'What is locked, by whom, why and until when.',
  effect: 'reads',
  input: {
    under: z.string().min(1).max(1_000).optional().describe('Only what overlaps this path or lies below it.'),
    mine: z.boolean().default(false),
    after: z.number().int().min(0).default(0).describe('Leaves out so many: next_after of the page before.'),
  },
  output: { locks: entities, total: z.number(), next_after: z.number().optional(), now: z.string() },
  async run({ under, mine, after }, { client: open }) {
    const client = await open();
    const all = await client.locks.list({
      ...(under === undefined ? {} : { under }),
      ...(mine ? { holder: client.identity } : {}),
    });
    const locks = firstThatFit(all.slice(after, after + 100).map(lockLine));
    const next = after + locks.length;
    return {
      summary: `${all.length} paths are locked.`,
      data: {
        locks,
        total: all.length,
        ...(next < all.length ? { next_after: next } : {}),
        now: isoTime(await client.storage.now()),
      },
    };
  },
});

export const LOCK_TOOLS: readonly Tool[] = [lockFiles, releaseFiles, listLocks];
