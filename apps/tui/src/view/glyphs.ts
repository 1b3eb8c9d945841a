/** The signs of the frame, all one column wide. */
export interface Glyphs {
  corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  horizontal: string;
  vertical: string;
  /** Of the scroll bar. */
  thumb: string;
  branch: string;
  lastBranch: string;
  spark: readonly string[];
  full: string;
  empty: string;
  dot: string;
  ellipsis: string;
  up: string;
  down: string;
  left: string;
  right: string;
  cursor: string;
  states: Readonly<Record<string, string>>;
}

export const UNICODE: Glyphs = {
  corners: ['╭', '╮', '╰', '╯'],
  horizontal: '─',
  vertical: '│',
  thumb: '┃',
  branch: '├ ',
  lastBranch: '└ ',
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  full: '▰',
  empty: '▱',
  dot: '·',
  ellipsis: '…',
  up: '↑',
  down: '↓',
  left: '‹',
  right: '›',
  cursor: '▏',
  states: {
    working: '●',
    idle: '○',
    waiting: '◐',
    hung: '▲',
    dead: '×',
    left: '·',
    spawning: '◌',
    claimed: '●',
    ready: '○',
    scheduled: '◔',
    blocked: '◌',
    completed: '✓',
    failed: '×',
    cancelled: '·',
    pending: '◐',
    approved: '✓',
    rejected: '×',
    expired: '·',
    open: '○',
    resolved: '✓',
  },
};

/** For a C locale and for `--ascii`. */
export const ASCII: Glyphs = {
  corners: ['+', '+', '+', '+'],
  horizontal: '-',
  vertical: '|',
  thumb: '#',
  branch: '|-',
  lastBranch: '`-',
  spark: ['_', '.', ':', '-', '=', '+', '*', '#'],
  full: '#',
  empty: '.',
  dot: '-',
  ellipsis: '~',
  up: '^',
  down: 'v',
  left: '<',
  right: '>',
  cursor: '_',
  states: {
    working: '*',
    idle: 'o',
    waiting: '?',
    hung: '!',
    dead: 'x',
    left: '.',
    spawning: ':',
    claimed: '*',
    ready: 'o',
    scheduled: '@',
    blocked: ':',
    completed: '+',
    failed: 'x',
    cancelled: '.',
    pending: '?',
    approved: '+',
    rejected: 'x',
    expired: '.',
    open: 'o',
    resolved: '+',
  },
};

/** Small numbers as a little curve; one value a column. */
export function sparkline(values: readonly number[], { spark }: Pick<Glyphs, 'spark'>): string {
  const highest = Math.max(1, ...values);
  return values.map((value) => spark[Math.round((value / highest) * (spark.length - 1))] ?? '').join('');
}

/** How full something is. */
export function meter(share: number, width: number, { full, empty }: Pick<Glyphs, 'full' | 'empty'>): string {
  const filled = Math.max(0, Math.min(width, Math.round(share * width)));
  return full.repeat(filled) + empty.repeat(width - filled);
}
