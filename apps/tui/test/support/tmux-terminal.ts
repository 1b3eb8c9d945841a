import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTmux } from '@agentcoord/tooling/tmux';
import { soon } from './soon.js';

export interface TmuxOptions {
  /** TERM inside of it. */
  terminal: string;
  cwd: string;
  /** Run by a shell, which stays when it has ended. */
  command: string;
  columns?: number;
  rows?: number;
}

/** A program in a pane of a tmux server of its own, whose screen is what tmux makes of it. */
export class TmuxTerminal implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start({ terminal, cwd, command, columns = 120, rows = 30 }: TmuxOptions) {
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-tmux-'));
    const { PATH } = process.env;
    const environment = {
      PATH,
      HOME: cwd,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ...findTmux()?.env,
    };
    const tmux = new TmuxTerminal(folder, environment);
    // The shell waits behind it, so that the screen that it leaves can be looked at.
    const shell = `export TERM=${terminal}; printf 'before\\n'; ${command}; printf 'ended with %s\\n' $?; exec cat`;
    await tmux.ask(
      ['-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`],
      ['-c', cwd, shell],
    );
    return tmux;
  }

  /** Keys as `tmux send-keys` names them. */
  async press(...keys: string[]): Promise<void> {
    await this.ask(['send-keys', ...keys]);
  }

  /** Letters as they are. */
  async type(text: string): Promise<void> {
    await this.ask(['send-keys', '-l', text]);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.ask(['resize-window', '-x', `${columns}`, '-y', `${rows}`]);
  }

  async text(): Promise<string> {
    return this.ask(['capture-pane', '-p']);
  }

  /** With the escape sequences of its colours. */
  async colouredText(): Promise<string> {
    return this.ask(['capture-pane', '-p', '-e']);
  }

  /** `alternate_on`, `cursor_flag`. */
  async flag(name: string): Promise<boolean> {
    return (await this.ask(['display-message', '-p', `#{${name}}`])).trim() === '1';
  }

  shows(wanted: (screen: string) => boolean): Promise<string> {
    return soon(async () => {
      const screen = await this.text();
      if (!wanted(screen)) throw new Error(`this is shown:\n${screen}`);
      return screen;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ask(['kill-server']).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ask(...args: string[][]): Promise<string> {
    const { command = 'tmux' } = findTmux() ?? {};
    const { stdout } = await promisify(execFile)(
      command,
      ['-u', '-S', join(this.folder, 'tmux.socket'), ...args.flat()],
      { env: this.environment },
    );
    return stdout;
  }
}
