import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditLog } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { interposed } from './support/interposed.js';
import { refusal } from './support/refusals.js';
import { onEveryStore, onSharedStores, temporaryFolder } from './support/stores.js';

async function write(storage: Storage, count: number): Promise<void> {
  await using audit = new AuditLog({ storage, author: 'Ada' });
  for (let index = 0; index < count; index += 1)
    await audit.logDecision({ type: 'step', context: `${index}` });
}

onEveryStore('archiving', (open) => {
  test('moves what is sealed to a segment, and everything still verifies and exports', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    await using audit = new AuditLog({ storage, author: 'auditor', folder });
    await write(storage, 20);
    await audit.seal();
    await write(storage, 5);
    const { segment, removed } = await audit.archive();
    expect([segment?.from, segment?.to, removed]).toEqual([1, 20, 20]);
    expect(await audit.list({ limit: 100 })).toHaveLength(6);
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 26, seals: 1, findings: [] });
    const lines: string[] = [];
    for await (const line of audit.export()) lines.push(line);
    expect(lines.map((line) => JSON.parse(line).sequence)).toEqual(
      Array.from({ length: 26 }, (_, i) => i + 1),
    );
    const mine: string[] = [];
    for await (const line of audit.export({ type: 'audit-archived' })) mine.push(line);
    expect(mine).toHaveLength(1);
    expect(await audit.archive()).toEqual({ removed: 0 });
    await audit.seal();
    expect(await audit.archive()).toMatchObject({ removed: 6, segment: { from: 21, to: 26 } });
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 27 });
    expect(await readdir(join(folder, 'segments'))).toHaveLength(2);
  });

  test('leaves what is newer than asked for', async () => {
    const { storage } = await open();
    await using audit = new AuditLog({ storage, author: 'auditor', folder: await temporaryFolder() });
    await write(storage, 4);
    await audit.seal();
    const before = (await storage.now()) + 1;
    while ((await storage.now()) <= before);
    await write(storage, 4);
    await audit.seal();
    expect(await audit.archive({ before: 1 })).toEqual({ removed: 0 });
    expect(await audit.archive({ before })).toMatchObject({ removed: 4 });
  });

  test('on a host without the segment the log is incomplete, not tampered with', async () => {
    const { storage } = await open();
    await using audit = new AuditLog({ storage, author: 'auditor', folder: await temporaryFolder() });
    await write(storage, 8);
    await audit.seal();
    await audit.archive();
    const elsewhere = new AuditLog({ storage, author: 'reader', folder: await temporaryFolder() });
    expect(await elsewhere.verify()).toMatchObject({
      status: 'incomplete',
      findings: [],
      missing: [expect.stringContaining('Entries 1 to 8 were archived')],
    });
  });

  test('a segment that was changed by one byte is found, with the entry', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    await using audit = new AuditLog({ storage, author: 'auditor', folder });
    await write(storage, 8);
    await audit.seal();
    const { segment } = await audit.archive();
    const file = segment?.path ?? '';
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n');
    const changed = (line: string): string => lines.with(4, line).join('\n');
    // The value is the same: in a file every byte counts.
    for (const line of [
      lines[4]?.replace('"context":"4"', '"context": "4"'),
      lines[4]?.replace('"4"', '"\\u0034"'),
      '',
    ]) {
      await writeFile(file, changed(line ?? ''));
      const report = await audit.verify();
      expect(report).toMatchObject({ status: 'tampered', findings: [{ kind: 'changed', sequence: 5 }] });
    }
    await writeFile(file, text);
    expect(await audit.verify()).toMatchObject({ status: 'ok' });
  });

  test('goes on after a crash between the segment and the removal', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    await using audit = new AuditLog({ storage, author: 'auditor', folder });
    await write(storage, 8);
    await audit.seal();
    const logs = interposed(storage.logs, { archive: () => Promise.reject(new Error('killed')) });
    const torn = interposed(storage, { logs });
    await using killed = new AuditLog({ storage: torn, author: 'auditor', folder });
    await expect(killed.archive()).rejects.toThrow('killed');
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 9 });
    expect(await audit.archive()).toMatchObject({ removed: 8 });
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 9 });
  });

  test('needs a folder', async () => {
    const { storage } = await open();
    const audit = new AuditLog({ storage, author: 'auditor' });
    expect(await refusal(audit.archive())).toMatchObject({ code: 'misconfigured' });
  });
});

onSharedStores('archiving what was tampered with', (open) => {
  test('is refused, and removes nothing', async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    await using audit = new AuditLog({ storage, author: 'auditor', folder });
    await write(storage, 8);
    await audit.seal();
    const log = raw();
    const entries = await log.read('audit');
    const changed = entries.map((entry) => ({
      ...entry,
      body: entry.body.replace('"context":"4"', '"context":"5"'),
    }));
    await log.write('audit', changed, { sequence: 8, count: 8 });
    // The entry's own hash no longer fits, so its mark does.
    const withHash = await audit.verify();
    expect(withHash.findings).toMatchObject([{ kind: 'changed', sequence: 5 }]);
    expect(await refusal(audit.archive())).toMatchObject({ code: 'storage_corrupt' });
    expect(await log.read('audit')).toHaveLength(8);
  });

  test('a first entry taken out of the store does not pass for an archived one', async () => {
    const { storage, raw } = await open();
    await using audit = new AuditLog({ storage, author: 'auditor', folder: await temporaryFolder() });
    await write(storage, 8);
    await audit.seal();
    const { segment } = await audit.archive();
    await write(storage, 8);
    const log = raw();
    const entries = await log.read('audit');
    await log.write('audit', entries.slice(1), { sequence: 17, count: 17 });
    expect(await audit.verify()).toMatchObject({
      status: 'tampered',
      findings: [{ kind: 'deleted', sequence: 9 }],
    });
    await log.write('audit', entries, { sequence: 17, count: 17 });
    await rename(segment?.path ?? '', `${segment?.path}.away`);
    expect(await audit.verify()).toMatchObject({ status: 'incomplete' });
    const fewer = entries.slice(2);
    await log.write('audit', fewer, { sequence: 17, count: 17 });
    expect(await audit.verify()).toMatchObject({ status: 'tampered' });
  });
});
