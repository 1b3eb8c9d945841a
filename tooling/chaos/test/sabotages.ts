import type { Sabotage } from '../workers/sabotage.js';

/** A guarantee that is switched off, where, under which faults, and the promises of which one must then be broken. */
export interface SabotageCase {
  system: string;
  /** Those that it takes, so that few rounds are enough. */
  faults: string[];
  red: string[];
  sabotage: Sabotage;
}

export const SABOTAGES: readonly SabotageCase[] = [
  {
    system: 'redis',
    faults: ['stop-worker'],
    red: ['FenceMono'],
    sabotage: {
      name: 'fences stand still',
      changes: [
        { file: 'lua/shared/next-fence.lua', from: /last_fence = math\.max\(.*\)/, to: 'last_fence = 7' },
      ],
    },
  },
  {
    system: 'redis',
    faults: ['cut-replies-of-puts'],
    red: ['Register'],
    sabotage: {
      name: 'a call whose reply was lost runs again',
      changes: [
        {
          file: 'lua/shared/replay.lua',
          from: /if last_call then/,
          to: 'if false then',
        },
      ],
    },
  },
  {
    system: 'redis',
    faults: ['flush-all'],
    red: ['OneHolder'],
    sabotage: {
      name: 'a server that may have forgotten leases grants at once',
      changes: [
        {
          file: 'connection/adoption.ts',
          from: /return \{ ms: Math\.max\(lockDelayMs, memory\.longestMs\), everybody: true \}/,
          to: 'return { ms: 0, everybody: false }',
        },
      ],
    },
  },
  {
    system: 'file',
    faults: ['stop-worker'],
    red: ['OneCompletion'],
    sabotage: {
      name: 'a late settlement counts',
      changes: [
        {
          file: 'storage-file/src/queues/settle.ts',
          from: /if \(state !== 'claimed' \|\| row\.fence !== fence\) return/,
          to: "if (state === 'claimed' && row.fence === 0) return",
        },
      ],
    },
  },
  {
    system: 'file',
    faults: ['kill-worker'],
    red: ['OneHolder'],
    sabotage: {
      name: 'nobody is in the way of a lock',
      changes: [
        {
          file: 'storage-file/src/leases/conflicts.ts',
          from: /if \(!row\) continue;/,
          to: 'if (row) continue;',
        },
      ],
    },
  },
];
