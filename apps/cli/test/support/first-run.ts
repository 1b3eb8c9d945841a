import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { RealTerminal } from '../../../tui/test/support/real-terminal.js';
import type { CliBench } from './cli.js';

export const ENTER = '\r';
export const ESCAPE = '\u001b';
export const DOWN = '\u001b[B';
export const CTRL_C = '\u0003';
export const BACKSPACE = '\u007f';

/** Of the wizard, in their order. */
export const QUESTIONS = [
  'How shall the dashboard look?',
  'Where do agents meet',
  'What is this project called?',
  'Who answers LLM workers?',
  'Where shall workers run?',
  'Which agents of yours',
  'Then something real',
  'Shall it be so?',
] as const;

interface Surroundings {
  environment?: Record<string, string>;
  columns?: number;
  rows?: number;
}

/** A terminal in a folder that was never used, of somebody whose home is empty; fresh for each test. */
export interface FirstRun {
  folder: string;
  start(
    args: readonly string[],
    use: (terminal: RealTerminal) => Promise<void>,
    surroundings?: Surroundings,
  ): Promise<number>;
  config(): Promise<Record<string, unknown>>;
}

export function setUpFirstRun(cli: CliBench): FirstRun {
  const run: FirstRun = {
    folder: '',
    async start(args, use, { environment = {}, columns = 100, rows = 40 } = {}) {
      const terminal = new RealTerminal({
        command: process.execPath,
        args: [cli.script, ...args],
        cwd: run.folder,
        columns,
        rows,
        environment: {
          PATH: process.env.PATH ?? '',
          HOME: join(run.folder, '..'),
          TERM: 'xterm-256color',
          LANG: 'C.UTF-8',
          ...environment,
        },
      });
      try {
        await use(terminal);
        return await terminal.ended;
      } finally {
        await terminal.close();
      }
    },
    config: async () => JSON.parse(await readFile(join(run.folder, '.agentcoord', 'config.json'), 'utf8')),
  };
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'agentcoord-first-'));
    run.folder = join(home, 'project');
    await mkdir(run.folder);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));
  return run;
}

type Question = (typeof QUESTIONS)[number];

/** Enter through the questions before this one. */
export async function goTo(
  terminal: RealTerminal,
  to: Question,
  from: Question = QUESTIONS[0],
): Promise<void> {
  for (const asked of QUESTIONS.slice(QUESTIONS.indexOf(from))) {
    await terminal.shows(asked);
    if (asked === to) return;
    terminal.type(ENTER);
  }
}
