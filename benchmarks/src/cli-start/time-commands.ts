import { spawnSync } from 'node:child_process';

/** What a row of the report is about: arguments for Node, and what it reads. */
export interface TimedCommand {
  args: string[];
  input?: string;
}

export interface StartRow {
  command: string;
  'median ms': number;
  'best ms': number;
  'times node': number;
  [column: string]: string | number;
}

export const BARE_NODE = 'node -e 0';

/** The commands take turns, so that all meet the same machine. One of them is `BARE_NODE`. */
export function timeCommands(
  rounds: number,
  folder: string,
  commands: Readonly<Record<string, TimedCommand>>,
): StartRow[] {
  const times = new Map(Object.keys(commands).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { args, input }] of Object.entries(commands)) {
      const began = performance.now();
      run(process.execPath, args, folder, input);
      times.get(name)?.push(performance.now() - began);
    }
  }
  return rowsOf(times);
}

export function run(command: string, args: string[], cwd: string, input = ''): void {
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync(command, args, { cwd, env: { PATH, HOME }, encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
}

function rowsOf(times: ReadonlyMap<string, number[]>): StartRow[] {
  const medians = new Map([...times].map(([name, list]) => [name, median(list)]));
  const bare = medians.get(BARE_NODE) ?? Number.NaN;
  return [...times].map(([command, list]) => ({
    command,
    'median ms': round(median(list)),
    'best ms': round(Math.min(...list)),
    'times node': round(median(list) / bare),
  }));
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
