import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor } from '../src/locking/door.js';
import { createEldestWaiter, PATIENCE_MS, systemMs } from '../src/locking/eldest-waiter.js';
import { createWriteTurn } from '../src/locking/write-turn.js';
import { temporaryFolder } from './support/temporary.js';

/** Waiters of three processes at one store, and the clock they share. */
function setup() {
  const path = join(temporaryFolder(), 'eldest');
  const clock = { ms: 10_000 };
  const waiter = () => createEldestWaiter(path, () => clock.ms);
  return { clock, one: waiter(), other: waiter(), third: waiter() };
}

test('nobody goes first before it has waited too long', () => {
  const { clock, one, other } = setup();
  expect(one.ask(clock.ms - PATIENCE_MS + 1)).toBe(false);
  expect(other.isAnother()).toBe(false);
});

test('who has waited too long goes first, and the others know', () => {
  const { clock, one, other, third } = setup();
  expect(one.ask(clock.ms - PATIENCE_MS)).toBe(true);
  expect([one.isAnother(), other.isAnother(), third.isAnother()]).toEqual([false, true, true]);
  one.thank();
  expect(other.isAnother()).toBe(false);
});

test('of several the one goes first that has waited longest, whoever asked first', () => {
  const { one, other, third } = setup();
  expect(one.ask(9_000)).toBe(true);
  expect(other.ask(8_000)).toBe(true);
  expect(third.ask(8_500)).toBe(false);
  expect(one.ask(9_000)).toBe(false);
  one.thank();
  expect(one.isAnother()).toBe(true);
});

test('a process that died while it was first holds nobody up for long', () => {
  const { clock, one, other } = setup();
  one.ask(9_000);
  clock.ms += 51;
  expect(other.isAnother()).toBe(false);
});

test('a word from before the machine was started anew counts for nothing', () => {
  const { clock, one, other } = setup();
  one.ask(9_000);
  clock.ms = 5;
  expect(other.isAnother()).toBe(false);
});

test('a writer begins no slice while another process has waited too long', async () => {
  const folder = temporaryFolder();
  const writer = createWriteTurn(
    'agentcoord.db',
    createDoor(join(folder, 'door')),
    createEldestWaiter(join(folder, 'eldest')),
  );
  const patient = createEldestWaiter(join(folder, 'eldest'));
  patient.isAnother();
  expect(patient.ask(systemMs() - PATIENCE_MS)).toBe(true);
  const order: string[] = [];
  const written = writer.take(() => void order.push('writer'));
  order.push('patient');
  patient.thank();
  await written;
  expect(order).toEqual(['patient', 'writer']);
  writer.close();
});
