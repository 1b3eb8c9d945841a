import type { SabotageCase } from './sabotages.js';

const FILES = { system: 'failover-files' } as const;

/** The guarantees on which a failover rests, each switched off. */
export const FAILOVER_SABOTAGES: readonly SabotageCase[] = [
  {
    ...FILES,
    faults: ['other-host-comes'],
    red: ['OneOwner'],
    sabotage: {
      name: 'a store runs calls of any epoch',
      changes: [
        {
          file: 'storage-file/src/store/known-gate.ts',
          from: /if \(version === 0 && epoch === undefined\) return undefined;/,
          to: 'if (version >= 0) return undefined;',
        },
      ],
    },
  },
  {
    ...FILES,
    faults: ['other-host-comes', 'stop-worker'],
    red: ['FenceMono'],
    sabotage: {
      name: 'fences stand still',
      changes: [
        {
          file: 'storage-file/src/store/transaction.ts',
          from: /nextFence\(minFence = 0\): number \{/,
          to: 'nextFence(minFence = 0): number {\n    if (minFence >= 0) return 7;',
        },
      ],
    },
  },
  {
    ...FILES,
    faults: ['other-host-comes'],
    red: ['NoLostTask', 'LogComplete', 'Convergence', 'OneOwner'],
    sabotage: {
      name: 'an owner goes on while it hands over',
      changes: [
        {
          file: 'storage-failover/src/gate/set-own.ts',
          from: /if \(record\.phase !== 'owner' \|\|/,
          to: "if (record.phase === 'handing-over') return { admits: record.epoch };\n  if (record.phase !== 'owner' ||",
        },
      ],
    },
  },
  {
    ...FILES,
    faults: ['replies-lost-at-take-back'],
    red: ['Register'],
    sabotage: {
      name: 'slots are not shipped',
      changes: [
        {
          file: 'storage-file/src/replica/entities/slots.ts',
          from: /apply\(\{ tx, sessions \}, \{ session, slot, state \}\) \{/,
          to: 'apply({ tx, sessions }, { session, slot, state }) {\n    if (slot >= 0) return;',
        },
      ],
    },
  },
  {
    ...FILES,
    faults: ['other-host-comes', 'stop-worker', 'kill-host'],
    red: ['NoLostTask', 'LogComplete', 'Convergence'],
    sabotage: {
      name: 'batches are applied whatever their place',
      changes: [
        {
          file: 'storage-file/src/replica/apply.ts',
          from: /const unfit = unfitness\(row, position, batch\);/,
          to: 'const unfit = undefined;',
        },
      ],
    },
  },
];
