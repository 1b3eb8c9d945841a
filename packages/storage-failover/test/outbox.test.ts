import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../src/host.js';
import { Appending } from '../src/outbox/appending.js';
import { Outbox, type QueuedAppend } from '../src/outbox/outbox.js';
import type { Router } from '../src/router/router.js';
import { makeBed } from './support/two-hosts.js';

let folder: string;
let host: Host;
let close: () => Promise<void>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
  const bed = await makeBed();
  host = await bed.host('one');
  close = bed.close;
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

function message(id: string, queuedAt: number): QueuedAppend {
  return { log: 'board', id, author: 'ann', body: {}, queuedAt };
}

test('gives out in the order of putting, over processes, and keeps what could not be sent', async () => {
  await new Outbox(folder, 'p1').put(message('a', 1));
  await new Outbox(folder, 'p2').put(message('b', 2));
  const outbox = new Outbox(folder, 'p3');
  await outbox.put(message('c', 3));
  const sent: string[] = [];
  const send = async ({ id }: QueuedAppend): Promise<void> => {
    if (sent.length === 2) throw new Error('gone again');
    sent.push(id);
  };
  await expect(outbox.drain(send)).rejects.toThrow('gone again');
  expect(sent).toEqual(['a', 'b']);
  expect(await outbox.count()).toBe(1);
});

test('sends again what was sent by a process that died before it could forget it', async () => {
  const outbox = new Outbox(folder, 'p1');
  await outbox.put(message('a', 1));
  const sent: string[] = [];
  const dies = async ({ id }: QueuedAppend): Promise<void> => {
    sent.push(id);
    throw new Error('killed');
  };
  await expect(outbox.drain(dies)).rejects.toThrow('killed');
  await new Outbox(folder, 'p2').drain(async ({ id }) => void sent.push(id));
  expect(sent).toEqual(['a', 'a']);
  expect(await outbox.count()).toBe(0);
});

test('takes no notice of what was only half written', async () => {
  const outbox = new Outbox(folder, 'p1');
  await outbox.put(message('a', 1));
  await writeFile(join(folder, '000000000000000-00000001-p0.json.new'), '{"log":');
  expect(await outbox.drain(async () => undefined)).toBe(1);
  expect(await readdir(folder)).toHaveLength(1);
});

/** An owner that comes and goes by hand, and notes what it gets. */
function scripted(): { router: Router; got: string[]; isGone: boolean } {
  const owner = { router: {} as Router, got: [] as string[], isGone: false };
  const logs = {
    append: async ({ id }: { id: string }) => {
      owner.got.push(id);
      return { sequence: owner.got.length, at: 1 };
    },
  };
  const mutate = async (verb: (to: unknown, where: object) => Promise<unknown>): Promise<unknown> => {
    if (owner.isGone)
      throw new AgentCoordError('storage_unavailable', 'gone', { data: { reason: 'primary_gone' } });
    return verb({ logs }, {});
  };
  owner.router = { mutate } as unknown as Router;
  return owner;
}

test('nothing that is said later passes what is still being written when somebody empties the box', async () => {
  const owner = scripted();
  const outbox = new Outbox(folder, 'p1');
  const appending = new Appending(host, owner.router, outbox);
  const put = outbox.put.bind(outbox);
  outbox.put = async (entry) => {
    // Somebody looks just before it is there.
    owner.isGone = false;
    await appending.drain();
    await put(entry);
  };
  owner.isGone = true;
  expect(await appending.append({ log: 'board', id: 'first', body: {} })).toMatchObject({ queued: true });
  await appending.append({ log: 'board', id: 'second', body: {} });
  expect(owner.got).toEqual(['first', 'second']);
});

test('says when the disk is full that nothing was kept, and leaves no half of it behind', async (context) => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return context.skip('only root may mount a small disk');
  }
  try {
    const outbox = new Outbox(folder, 'p1');
    await outbox.put(message('a', 1));
    const large = { ...message('b', 2), body: { text: 'x'.repeat(100_000) } };
    await expect(outbox.put(large)).rejects.toMatchObject({ code: 'disk_full' });
    expect(await readdir(folder)).toHaveLength(1);
    await outbox.put(message('c', 3));
    expect(await outbox.count()).toBe(2);
  } finally {
    execFileSync('umount', ['--lazy', folder]);
  }
});
