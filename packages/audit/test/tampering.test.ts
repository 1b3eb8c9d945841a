import { expect, test } from 'vitest';
import { LogUnderAttack } from './support/log-under-attack.js';
import { createRandom } from './support/random.js';
import { onSharedStores, temporaryFolder } from './support/stores.js';
import { ENCODING_TRICKS, respelled, TAMPERINGS } from './support/tamperings.js';

// On a short log, so that the edges of seals and of the whole come up often.
const PLACES = 12;

onSharedStores('tampering', (open) => {
  test.each(TAMPERINGS)('$name is found, with the entry', { timeout: 120_000 }, async ({ name, tamper }) => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const log = await LogUnderAttack.create({ storage, raw: raw(), folder, sealed: 16, unsealed: 6 });
    expect(await log.verify()).toMatchObject({ status: 'ok', sealedTo: 16, seals: 4, anchor: 'file' });
    for (const seed of [...Array(PLACES).keys(), Date.now()]) {
      const { snapshot, isNamed } = tamper(log, createRandom(seed));
      await log.put(snapshot);
      const report = await log.verify();
      expect(report.status, `${name}, seed ${seed}`).toBe('tampered');
      expect(isNamed(report), `${name}, seed ${seed}: ${JSON.stringify(report.findings)}`).toBe(true);
      await log.mend();
      expect(await log.verify()).toMatchObject({ status: 'ok', findings: [] });
    }
  });
});

onSharedStores('a gap at every place', (open) => {
  test('is found, also where the sealed part ends', { timeout: 120_000 }, async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const log = await LogUnderAttack.create({ storage, raw: raw(), folder, sealed: 20, unsealed: 6 });
    const gap = TAMPERINGS.find(({ name }) => name.startsWith('a gap'));
    for (let place = 0; place < log.whole.entries.length - 1; place += 1) {
      const tampered = gap?.tamper(log, { below: () => place });
      if (tampered === undefined) throw new Error('There is no gap.');
      await log.put(tampered.snapshot);
      const report = await log.verify();
      expect(tampered.isNamed(report), `${place}: ${JSON.stringify(report.findings)}`).toBe(true);
      await log.mend();
    }
  });
});

onSharedStores('each encoding trick', (open) => {
  test('is found as one change, in the sealed part and behind it', { timeout: 120_000 }, async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const log = await LogUnderAttack.create({ storage, raw: raw(), folder, sealed: 16, unsealed: 6 });
    for (const trick of ENCODING_TRICKS)
      for (const place of [0, 7, log.whole.entries.length - 1]) {
        const { snapshot, isNamed } = respelled(log, place, trick);
        await log.put(snapshot);
        const report = await log.verify();
        const told = `${trick}, place ${place}: ${JSON.stringify(report.findings)}`;
        expect(isNamed(report), told).toBe(true);
        expect(report.findings, told).toHaveLength(1);
        await log.mend();
      }
  });

  test('on a seal breaks that seal, and every entry is still looked at', { timeout: 120_000 }, async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const log = await LogUnderAttack.create({ storage, raw: raw(), folder, sealed: 16, unsealed: 6 });
    const { whole } = log;
    const seals = whole.seals.map((seal, index) => (index === 2 ? { ...seal, body: '{' } : seal));
    await log.put({ ...whole, seals });
    const report = await log.verify();
    expect(report).toMatchObject({ status: 'tampered', entries: 22 });
    expect(report.findings).toMatchObject([{ kind: 'seal-broken', seal: 3 }]);
  });

  test('of a line break between two words is none: the value is the same', async () => {
    const { storage, raw } = await open();
    const folder = await temporaryFolder();
    const log = await LogUnderAttack.create({ storage, raw: raw(), folder, sealed: 16, unsealed: 6 });
    const { snapshot } = respelled(log, 7, (body) => body.replace('{', '{\n'));
    await log.put(snapshot);
    expect(await log.verify()).toMatchObject({ status: 'ok', entries: 22 });
  });
});
