import { REGISTERS } from '../../checkers/register.js';
import { type Activity, pick, repeatedly } from '../work.js';

/** Reads a record and writes it, mostly only if nobody else has meanwhile. */
export const useRegister: Activity = async (work) => {
  let count = 0;
  await repeatedly(work, 2 * work.times.restMs, async () => {
    const id = pick(work, ['one', 'two', 'three']);
    const [before] = await work.storage.records.get({ collection: REGISTERS, ids: [id] });
    if (work.random() < 0.3) return;
    count += 1;
    const value = { text: `${work.worker} ${count}` };
    const always = work.random() < 0.15;
    await work.storage.records.put({
      collection: REGISTERS,
      id,
      value,
      ...(always ? {} : { ifVersion: before?.version ?? 0 }),
    });
  });
};
