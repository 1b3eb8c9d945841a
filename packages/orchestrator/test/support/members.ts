import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CoordinatorOptions } from '../../src/index.js';

export interface MemberJob {
  kind: 'coordinator' | 'worker';
  name: string;
  parent?: string;
  /** Of a coordinator: how many it plans, and how many are open at once. */
  tasks?: number;
  wave?: number;
  /** Of a worker: how long a task takes. */
  taskMs?: number;
}

export interface Members {
  address: string;
  cwd: string;
  members: MemberJob[];
  times: Pick<CoordinatorOptions, 'leadFor' | 'deadAfter' | 'hungAfter' | 'requeueAfter' | 'answerWithin'>;
}

type Told = Record<string, unknown>;

/** How a process of a team is started, from the sources. */
export function memberProgram(): { command: string; args: string[] } {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const file = fileURLToPath(new URL('member.process.ts', import.meta.url));
  return { command: process.execPath, args: ['--conditions=@agentcoord/source', '--import', tsx, file] };
}

/** Members of a team in a process of their own. */
export class MemberProcess {
  readonly told: Told[] = [];
  private readonly more = new EventEmitter();
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('The member has no output.');
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.told.push(JSON.parse(line) as Told);
      this.more.emit('more');
    });
    this.exited = once(child, 'exit').then(() => this.more.emit('more'));
  }

  static start(job: Members): MemberProcess {
    const { command, args } = memberProgram();
    return new MemberProcess(
      spawn(command, [...args, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first thing told for which this is so. */
  async says(is: (told: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = this.told.find(is);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`The member ended without it: ${JSON.stringify(this.told)}`);
      await once(this.more, 'more');
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    await this.exited;
  }
}
