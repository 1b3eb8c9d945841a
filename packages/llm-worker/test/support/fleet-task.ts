import type { ModelRequest } from '../../src/index.js';
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

/** More than any task needs, also one that waits for a lock again and again. */
const MOST_TURNS = 60;

/** A model that reads its files, edits one after the other, tries again what did not work, and finishes. */
export function editTurns({ slot, paths }: FleetTask): Array<(request: ModelRequest) => FakeTurn> {
  const steps: FakeTurn[] = [
    { calls: paths.map((path) => ({ name: 'read_file', input: { path } })) },
    ...paths.map((path) => ({
      calls: [
        { name: 'edit_file', input: { path, old_text: `// ${slot};`, new_text: `'${slot}', // ${slot};` } },
      ],
    })),
    { calls: [{ name: 'finish', input: { summary: `Filled ${slot}.` } }] },
  ];
  let done = 0;
  const next = ({ messages }: ModelRequest): FakeTurn => {
    const answers = messages.at(-1)?.content ?? [];
    if (done > 0 && answers.some((block) => block.type === 'tool_result' && block.isError)) done -= 1;
    done += 1;
    return steps[done - 1] ?? { error: new Error('it goes on after it has finished') };
  };
  return Array.from({ length: MOST_TURNS }, () => next);
}
