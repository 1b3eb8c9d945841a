import type { CommandEntry } from './command-entry.js';

/** Those that start, watch and end workers, and coordinate them. */
export const WORKER_COMMANDS: readonly CommandEntry[] = [
  { name: 'spawn', summary: 'start worker processes', load: () => import('./commands/spawn.js') },
  {
    name: 'workers',
    summary: 'worker processes that were started',
    load: () => import('./commands/workers.js'),
  },
  { name: 'stop', summary: 'stop worker processes', load: () => import('./commands/stop.js') },
  {
    name: 'logs',
    summary: 'what workers said, and what they say',
    load: () => import('./commands/logs.js'),
  },
  {
    name: 'scale',
    summary: 'bring the number of workers to n',
    load: () => import('./commands/scale.js'),
  },
  {
    name: 'supervise',
    summary: 'restart workers by their policies',
    load: () => import('./commands/supervise.js'),
  },
  {
    name: 'autoscale',
    summary: 'start and retire workers by the length of the queue',
    load: () => import('./commands/autoscale.js'),
  },
  { name: 'worker', summary: 'run one worker in the foreground', load: () => import('./commands/worker.js') },
  {
    name: 'coordinator',
    summary: 'run one coordinator in the foreground',
    load: () => import('./commands/coordinator.js'),
  },
  {
    name: 'team',
    summary: 'coordinators, their workers, budgets and problems',
    commands: [
      {
        name: 'show',
        summary: 'the tree of teams',
        isDefault: true,
        load: () => import('./commands/team-show.js'),
      },
      {
        name: 'limit',
        summary: 'set the budget and the workers of a team',
        load: () => import('./commands/team-limit.js'),
      },
      {
        name: 'cancel',
        summary: 'end a team with all below it',
        load: () => import('./commands/team-cancel.js'),
      },
      {
        name: 'reopen',
        summary: 'let a cancelled team work again',
        load: () => import('./commands/team-reopen.js'),
      },
    ],
  },
];
