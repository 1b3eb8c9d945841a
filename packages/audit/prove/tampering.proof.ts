import { defineProof } from '@agentcoord/tooling/prove';
import { LogUnderAttack } from '../test/support/log-under-attack.js';
import { createRandom } from '../test/support/random.js';
import { TAMPERINGS } from '../test/support/tamperings.js';
import { onEveryStore } from './on-every-store.js';

export default defineProof({
  promise:
    '12 kinds of tampering at 1,000 random places each, straight in the store: all are found, with the exact entry.',
  run: ({ scaled, seed }) =>
    onEveryStore(async ({ storage, raw, folder }) => {
      const violations: string[] = [];
      const log = await LogUnderAttack.create({ storage, raw, folder, sealed: 120, unsealed: 30 });
      const random = createRandom(seed);
      const places = scaled(1_000);
      let alarms = 0;
      for (const { name, tamper } of TAMPERINGS) {
        for (let place = 0; place < places; place += 1) {
          const { snapshot, isNamed } = tamper(log, random);
          await log.put(snapshot);
          const report = await log.verify();
          if (!isNamed(report))
            violations.push(`${name} was not named: ${JSON.stringify(report.findings.slice(0, 5))}`);
          await log.mend();
        }
        const { status } = await log.verify();
        if (status !== 'ok') alarms += 1;
      }
      if (alarms > 0) violations.push(`${alarms} alarms over a log that was made whole again`);
      return { counts: { kinds: TAMPERINGS.length, tamperings: TAMPERINGS.length * places }, violations };
    }),
});
