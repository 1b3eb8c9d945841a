/** A guarantee switched off in the sources as they are loaded, and the sentences that must then be red. */
export interface Sabotage {
  changes: Array<{ file: string; from: RegExp; to: string }>;
  red: string[];
}

export const SABOTAGES: Record<string, Sabotage> = {
  'slots off': {
    changes: [
      {
        file: 'lua/shared/replay.lua',
        from: /if last_call then/,
        to: 'if false then',
      },
    ],
    red: [
      'records.put sent twice gives the same reply and has one effect',
      'queues.push never runs once it is burned',
      'the caller gets the true answer records.put',
    ],
  },
  'fence off': {
    changes: [
      { file: 'lua/shared/next-fence.lua', from: /last_fence = math\.max\(.*\)/, to: 'last_fence = 7' },
    ],
    red: [
      'grow over every space, holder, lease and claim of the namespace',
      'go above the highest the caller has ever seen, and stay there',
      'empty is noticed at the next call and adopted once; fences grow, and no key is granted twice',
    ],
  },
  'server time off': {
    changes: [
      // Each call brings the time of its sender as its last argument, and the scripts believe it.
      { file: 'scripts/script-input.ts', from: /return words;/, to: 'words.push(Date.now()); return words;' },
      {
        file: 'lua/shared/clock.lua',
        from: /local time = redis\.call\('TIME'\)/,
        to: 'local time = { math.floor(ARGV[#ARGV] / 1000), (ARGV[#ARGV] % 1000) * 1000 }',
      },
    ],
    red: ['is the server’s: a client whose clock is an hour ahead expires nobody'],
  },
  'due times off': {
    changes: [
      // A claim no longer says when it ends, nor a delay.
      { file: 'lua/shared/task-due.lua', from: /if not first .* then redis/, to: 'if false then redis' },
      { file: 'lua/shared/task-claim-simple.lua', from: /if #popped > 0 and .* then/, to: 'if false then' },
    ],
    red: ['do not cost a task its place', 'wait for the delay of a retry'],
  },
  'gate off': {
    changes: [
      {
        file: 'lua/shared/head-admitted.lua',
        from: /if known\[1\] ~= server then/,
        to: 'if false then',
      },
    ],
    red: [
      'records.put runs only for callers of the admitted epoch',
      'queues.renew runs only for callers of the admitted epoch',
      'is seen by every client in its very next call',
    ],
  },
  'slots untold': {
    changes: [
      {
        file: 'lua/shared/event-entry-in-slot.lua',
        from: /'slot', slot .. ' ' .. session_id/,
        to: `'other', slot`,
      },
    ],
    red: ['redis follows redis a lost reply of records.put is given by the new owner'],
  },
  'position off': {
    changes: [
      { file: 'lua/shared/copy-position.lua', from: /if not is_beyond\(.*\) then/, to: 'if false then' },
    ],
    red: ['redis follows redis a batch brings the copy to where it says, once'],
  },
  'origin off': {
    changes: [
      {
        file: 'lua/shared/copy-position.lua',
        from: /if applied_source .* then return/,
        to: 'if false then return',
      },
    ],
    red: [
      'redis follows redis a batch of another owner or epoch is refused',
      'redis follows redis a batch that is late by an ownership is refused',
    ],
  },
  'derived counts off': {
    changes: [{ file: 'lua/replica/apply.lua', from: /^count_unmet\(\)$/m, to: '' }],
    red: [
      'redis follows redis who takes over in the middle readies what has nothing to wait for any more',
      'redis follows a file store who takes over in the middle readies what has nothing to wait for any more',
    ],
  },
  nothing: { changes: [], red: [] },
};

/** All of them: with nothing switched off they must be green. */
export const SENTENCES = Object.values(SABOTAGES).flatMap(({ red }) => red);

/** Throws where there is nothing to change: a sabotage that does nothing would prove nothing. */
export function sabotaged(file: string, source: string, { changes }: Sabotage): string {
  return changes
    .filter((change) => file.endsWith(`/src/${change.file}`))
    .reduce((text, { from, to }) => {
      if (!from.test(text)) throw new Error(`${file} has nothing like ${from}`);
      return text.replace(from, to);
    }, source);
}
