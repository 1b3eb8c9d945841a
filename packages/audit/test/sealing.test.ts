import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditLog } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import { expect, test, vi } from 'vitest';
import { refusal } from './support/refusals.js';
import { onEveryStore, onSharedStores, temporaryFolder } from './support/stores.js';

async function write(storage: Storage, count: number, author = 'Ada'): Promise<void> {
  await using audit = new AuditLog({ storage, author });
  for (let index = 0; index < count; index += 1)
    await audit.logDecision({ type: 'step', context: `${index}` });
}

onEveryStore('sealing', (open) => {
  test('covers everything new, and nothing is unsealed then', async () => {
    const { storage } = await open();
    const audit = new AuditLog({ storage, author: 'auditor' });
    expect(await audit.seal()).toEqual({ derived: 0, seals: 0, sealedTo: 0 });
    await write(storage, 5);
    expect(await audit.seal()).toEqual({ derived: 0, seals: 1, sealedTo: 5 });
    await write(storage, 3);
    expect(await audit.seal({ minEntries: 10 })).toMatchObject({ seals: 0, sealedTo: 5 });
    expect((await audit.verify()).unsealed).toEqual({ from: 6, to: 8, count: 3 });
    expect(await audit.seal()).toMatchObject({ seals: 1, sealedTo: 8 });
    const report = await audit.verify();
    expect(report).toMatchObject({ status: 'ok', seals: 2, sealedTo: 8 });
    expect(report.unsealed).toBeUndefined();
  });

  test('a thousand entries are the most of one seal', async () => {
    const { storage } = await open();
    const authors = Array.from({ length: 10 }, (_, index) => write(storage, 123, `agent-${index}`));
    await Promise.all(authors);
    const audit = new AuditLog({ storage, author: 'auditor' });
    expect(await audit.seal()).toMatchObject({ seals: 2, sealedTo: 1_230 });
    expect(await audit.verify({ signatures: false })).toMatchObject({ status: 'ok', signatures: false });
  });

  test('by many at once makes one seal of each number', async () => {
    const { storage } = await open();
    await write(storage, 30);
    const auditors = Array.from(
      { length: 5 },
      (_, index) => new AuditLog({ storage, author: `auditor-${index}` }),
    );
    const reports = await Promise.all(auditors.map((audit) => audit.seal()));
    expect(reports.reduce((sum, { seals }) => sum + seals, 0)).toBe(1);
    expect(reports.map(({ sealedTo }) => sealedTo)).toEqual([30, 30, 30, 30, 30]);
    expect(await auditors[0]?.verify()).toMatchObject({ status: 'ok', seals: 1 });
  });

  test('goes on by itself while it is kept; the next keeper takes over', async () => {
    const { storage } = await open();
    const stops = [new AbortController(), new AbortController()];
    const kept = stops.map(({ signal }, index) =>
      new AuditLog({ storage, author: `keeper-${index}` }).keep({ signal, interval: 20 }),
    );
    const sealed = async (to: number): Promise<void> => {
      const audit = new AuditLog({ storage, author: 'reader' });
      await vi.waitFor(async () => expect((await audit.verify()).sealedTo).toBeGreaterThanOrEqual(to), {
        timeout: 20_000,
        interval: 20,
      });
    };
    await write(storage, 3);
    await sealed(3);
    stops[0]?.abort();
    await kept[0];
    await write(storage, 3);
    await sealed(6);
    stops[1]?.abort();
    await Promise.all(kept);
    expect(await new AuditLog({ storage, author: 'reader' }).verify()).toMatchObject({ status: 'ok' });
  });
});

onSharedStores('the seals a host has seen', (open) => {
  test('lie in a file, whoever made them, from the first verification on', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    await write(storage, 5);
    await new AuditLog({ storage, author: 'elsewhere' }).seal();
    const audit = new AuditLog({ storage, author: 'auditor', folder });
    expect(await audit.verify()).toMatchObject({ status: 'ok', anchor: 'none' });
    expect(await audit.verify()).toMatchObject({ status: 'ok', anchor: 'file' });
    await write(storage, 5);
    await audit.seal();
    const lines = (await readFile(join(folder, 'seals.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).content.number)).toEqual([1, 2]);
  });

  test('outlive a log that was replaced as a whole: nothing is sealed on top of it', async () => {
    const [place, other] = [await open(), await open()];
    const folder = await temporaryFolder();
    const audit = new AuditLog({ storage: place.storage, author: 'auditor', folder });
    await write(place.storage, 5);
    await audit.seal();
    // A right log with right seals, but another one.
    await write(other.storage, 7);
    await new AuditLog({ storage: other.storage, author: 'auditor' }).seal();
    const replaced = new AuditLog({ storage: other.storage, author: 'auditor', folder });
    expect(await replaced.verify()).toMatchObject({
      status: 'tampered',
      findings: expect.arrayContaining([expect.objectContaining({ kind: 'replaced' })]),
    });
    await write(other.storage, 1);
    expect(await refusal(replaced.seal())).toMatchObject({ code: 'storage_corrupt' });
    expect(await new AuditLog({ storage: other.storage, author: 'x' }).verify()).toMatchObject({
      status: 'ok',
    });
  });

  test('survive a line that a killed process left torn', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    const audit = new AuditLog({ storage, author: 'auditor', folder });
    await write(storage, 5);
    await audit.seal();
    const file = join(folder, 'seals.jsonl');
    await writeFile(file, `${await readFile(file, 'utf8')}{"content":{"num`);
    await write(storage, 5);
    await audit.seal();
    expect(await audit.verify()).toMatchObject({ status: 'ok', anchor: 'file', seals: 2 });
  });

  test('a seal changed or taken out of the store is named', async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const audit = new AuditLog({ storage, author: 'auditor', folder });
    const log = raw();
    for (let part = 0; part < 3; part += 1) {
      await write(storage, 4);
      await audit.seal();
    }
    const seals = await log.read('audit-seals');
    const counters = { sequence: 3, count: 3 };
    const changed = seals.map((seal, index) =>
      index === 1 ? { ...seal, body: seal.body.replace('"count":4', '"count":3') } : seal,
    );
    await log.write('audit-seals', changed, counters);
    for (const reader of [audit, new AuditLog({ storage, author: 'elsewhere' })])
      expect(await reader.verify()).toMatchObject({ findings: [{ kind: 'seal-broken', seal: 2 }] });
    await log.write('audit-seals', seals.slice(0, 2), { sequence: 2, count: 2 });
    expect(await audit.verify()).toMatchObject({ findings: [{ kind: 'seal-broken', seal: 3 }] });
    expect(await refusal(audit.seal())).toMatchObject({ code: 'storage_corrupt' });
  });
});
