import type { Look } from '@agentcoord/client';
import { DEFAULT_QUEUE } from '@agentcoord/core';
import { GUARDED_HOOKS } from '../guard/hook-place.js';
import { PROGRAMS, SCOPES } from '../setup/programs.js';
import type { Candidate } from './candidate.js';
import { SHELLS } from './shell-scripts.js';

type Values = (look: () => Promise<Look>) => Promise<Candidate[]>;

const MOST = 100;
const fixed =
  (words: readonly string[]): Values =>
  async () =>
    words.map((word) => ({ word }));

const agents: Values = async (look) =>
  (await (await look()).agents())
    .filter(({ state }) => state !== 'left' && state !== 'dead')
    .map(({ name, workingOn }) => ({ word: name, ...(workingOn === undefined ? {} : { text: workingOn }) }));

const tasks: Values = async (look) => {
  const { storage } = await look();
  const page = await storage.queues.list({ queue: DEFAULT_QUEUE, limit: MOST });
  return page.tasks.map(({ id, title, state }) => ({ word: id, text: `${state}: ${title}` }));
};

const locked: Values = async (look) =>
  (await (await look()).locks()).map(({ path, agent, holder }) => ({ word: path, text: agent ?? holder }));

/** What the arguments of a command can be, by its name. */
export const ARGUMENTS: Readonly<Record<string, Values>> = {
  setup: fixed(PROGRAMS),
  completion: fixed(SHELLS),
  'guard check': fixed(GUARDED_HOOKS),
  'tasks show': tasks,
  'tasks cancel': tasks,
  'tasks retry': tasks,
  'tasks wait': tasks,
  'locks release': locked,
};

/** What the value of an option can be, whatever the command. */
export const OPTION_VALUES: Readonly<Record<string, Values>> = {
  '--agent': agents,
  '--holder': agents,
  '--to': agents,
  '--scope': fixed(SCOPES),
  '--fallback': fixed(['auto', 'single-host', 'off']),
  '--priority': fixed(['1', '2', '3', '4', '5']),
};
