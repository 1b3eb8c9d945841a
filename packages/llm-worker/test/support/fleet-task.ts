import type { FakeTurn } from '../../src/testing.js';

export interface FleetWorkerSetting {
  /** Folder of the store. */
  store: string;
  root: string;
  name: string;
  mode: 'shared' | 'worktree';
  /** How long the model thinks before each answer. */
  modelMs: number;
}

/** Fills its own slot in each of its files. */
export interface FleetTask {
  slot: string;
  paths: string[];
}

const TASKS = 12;
const FILES = ['a.mjs', 'b.mjs', 'c.mjs', 'd.mjs'];

const slotOf = (number: number): string => `slot_${String(number).padStart(2, '0')}`;

/** Neighbours share a file, so that nearly every task meets another one. */
export const fleetTasks: FleetTask[] = Array.from({ length: TASKS }, (_, number) => ({
  slot: slotOf(number),
  paths: [0, 1].map((next) => FILES[(number + next) % FILES.length] ?? ''),
}));

/** The project: a module with a slot for each task, and a test that loads them all. */
export function fleetProject(): Record<string, string> {
  const slots = fleetTasks.map(({ slot }) => `  // ${slot};\n\n\n`).join('');
  const modules = FILES.map((path): [string, string] => [path, `export const done = [\n${slots}];\n`]);
  const loads = FILES.map((path, index) => `import { done as done${index} } from './${path}';`).join('\n');
  const all = FILES.map((_, index) => `done${index}`).join(', ');
  return Object.fromEntries([
    ...modules,
    [
      'test.mjs',
      `${loads}\nfor (const done of [${all}])\n  if (new Set(done).size !== done.length) throw new Error('twice');\n`,
    ],
  ]);
}

export function editTurns({ slot, paths }: FleetTask): FakeTurn[] {
  return [
    { calls: paths.map((path) => ({ name: 'read_file', input: { path } })) },
    ...paths.map((path) => ({
      calls: [
        { name: 'edit_file', input: { path, old_text: `// ${slot};`, new_text: `'${slot}', // ${slot};` } },
      ],
    })),
    { calls: [{ name: 'finish', input: { summary: `Filled ${slot}.` } }] },
  ];
}
