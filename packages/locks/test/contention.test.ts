import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Child, PROCESSES_MS } from './support/child.js';
import { parseHistory, wrongIn } from './support/history.js';
import { sharedStores } from './support/stores.js';
import { temporaryFolder } from './support/temporary-folder.js';

test.each(sharedStores)(
  'of many processes at one lock never two are inside, also when one is killed inside, on the %s store',
  {
    timeout: PROCESSES_MS,
  },
  async (_name, placeOf) => {
    const [place, root] = [JSON.stringify(await placeOf()), await temporaryFolder()];
    const history = join(await temporaryFolder(), 'history');
    const start = (who: string, ...then: string[]) =>
      Child.start('contender.process.ts', place, root, history, who, '10', ...then);
    const doomed = start('doomed', 'doomed');
    const others = ['one', 'two'].map((who) => start(who));
    expect(await doomed.says()).toEqual({ event: 'inside' });
    await doomed.killed();
    for (const other of others) expect(await other.says()).toEqual({ event: 'done' });
    const visits = parseHistory(await readFile(history, 'utf8'));
    expect(wrongIn(visits, new Set(['doomed']))).toEqual([]);
    expect(visits.filter(({ what }) => what === 'exit')).toHaveLength(21);
  },
);

test('the checker sees two inside at once, and a fence that goes back', () => {
  const one = { who: 'one', fence: 1 };
  const two = { who: 'two', fence: 2 };
  const nobody = new Set<string>();
  expect(
    wrongIn(
      [
        { what: 'enter', ...one },
        { what: 'enter', ...two },
      ],
      nobody,
    ),
  ).toHaveLength(1);
  expect(
    wrongIn(
      [
        { what: 'enter', ...two },
        { what: 'exit', ...two },
        { what: 'enter', ...one },
        { what: 'exit', ...one },
      ],
      nobody,
    ),
  ).toHaveLength(1);
});
