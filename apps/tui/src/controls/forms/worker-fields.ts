import { PROVIDERS, RESTARTS, SPAWN_MODES, type WorkerSettings } from '../../actions/workforce.js';
import { wholeNumber, wordsOf } from './checks.js';
import type { FieldInput, FormValues } from './form.js';

const ENGINES = {
  commands: ['command'],
  model: ['llm'],
  both: ['command', 'llm'],
} as const satisfies Record<string, ReadonlyArray<'command' | 'llm'>>;
/** Where no provider is named: the one that there is a key of. */
const ANY = 'with a key';

/** Fields that `spawn` and `scale` have in common: how a worker works, and where. */
export const HOW_THEY_WORK: readonly FieldInput[] = [
  {
    name: 'engine',
    label: 'Works with',
    hint: 'the command of a task, a language model, or both',
    text: 'commands',
    choices: Object.keys(ENGINES),
  },
  {
    name: 'provider',
    label: 'Provider',
    hint: 'of the model; replay answers from the file in AGENTCOORD_TRANSCRIPTS',
    text: ANY,
    choices: [ANY, ...PROVIDERS],
    isUsed: usesModel,
  },
  {
    name: 'model',
    label: 'Model',
    hint: "one of the provider's; empty: its default",
    isUsed: usesModel,
  },
  {
    name: 'maxTasks',
    label: 'Max tasks',
    hint: 'each leaves after this many; empty: never',
    check: wholeNumber(1, 1_000_000, { mayBeEmpty: true }),
  },
  {
    name: 'restart',
    label: 'Restart',
    hint: 'when one ends without being stopped',
    text: RESTARTS[0],
    choices: RESTARTS,
  },
  {
    name: 'mode',
    label: 'Runs as',
    hint: 'a process here, a container, or a service on Railway',
    text: SPAWN_MODES[0],
    choices: SPAWN_MODES,
  },
];

export function settingsOf(values: FormValues): WorkerSettings {
  const [provider, model, maxTasks] = [values('provider'), values('model'), values('maxTasks')];
  return {
    tags: wordsOf(values('tags')),
    engines: [...enginesIn(values)],
    mode: values('mode'),
    restart: values('restart'),
    ...(usesModel(values) && provider !== ANY ? { provider } : {}),
    ...(usesModel(values) && model !== '' ? { model } : {}),
    ...(maxTasks === '' ? {} : { maxTasks: Number(maxTasks) }),
  };
}

function enginesIn(values: FormValues): ReadonlyArray<'command' | 'llm'> {
  return Object.entries(ENGINES).find(([name]) => name === values('engine'))?.[1] ?? ENGINES.commands;
}

function usesModel(values: FormValues): boolean {
  return enginesIn(values).includes('llm');
}
