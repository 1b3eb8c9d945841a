import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../history/call.js';
import { readCalls } from '../history/call-file.js';
import { timesFor } from '../plan/draw-plan.js';
import type { WorkerHandle } from '../workers/worker-handle.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { Resource } from './resource.js';
import type { Scene } from './scene.js';
import { within } from './within.js';

/** Far beyond what anything takes, also on a machine that does ten other things: who is not done by then hangs. */
const PATIENCE_MS = 30_000;

interface Member {
  name: string;
  worker: WorkerHandle;
  begun: Promise<void>;
}

/** The workers of one round, by their places. Who is killed is followed by another life at the same place. */
export class Crew {
  readonly resource = new Resource();
  /** Bugs that workers told of, and processes that hang. */
  readonly troubles: string[] = [];
  private readonly members: Member[] = [];
  private readonly taken = new Set<WorkerHandle>();
  private lives = 0;

  constructor(
    private readonly scene: Scene,
    private readonly pool: WorkerPool,
  ) {}

  async begin(): Promise<void> {
    const places = Array.from({ length: this.scene.plan.workers }, (_, place) => place);
    await Promise.all(places.map((place) => this.start(place)));
    await this.allBegun();
  }

  at(place: number): WorkerHandle {
    return this.member(place).worker;
  }

  /** Starts another life there, once the one before is over. It may take long to begin: its store may be away. */
  async replace(place: number): Promise<void> {
    await this.at(place).gone;
    await this.start(place);
  }

  /** Every worker can open its storage again, do all that is left, and end. */
  async finish(): Promise<void> {
    await this.allBegun();
    await this.all('drained', 'did not come to an end of its work', ({ worker }) =>
      worker.ask({ kind: 'drain' }, 'drained'),
    );
    await this.all('ended', 'did not close its storage', ({ worker }) =>
      worker.ask({ kind: 'end' }, 'ended'),
    );
  }

  /** Looks at the namespace as one more client. */
  async look(file: string): Promise<void> {
    const worker = await this.take();
    const { system, plan } = this.scene;
    const options = system.options(this.scene.placeOf(plan.workers));
    const looked = worker.ask({ kind: 'look', system: system.name, options, file }, 'looked');
    if (!(await within(looked, PATIENCE_MS))) this.troubles.push('looking at the namespace took for ever');
    this.note('the judge', worker);
  }

  calls(): Call[] {
    const { histories } = this.scene;
    return readdirSync(histories).flatMap((name) => readCalls(join(histories, name)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.taken].map((worker) => this.pool.giveBack(worker)));
  }

  private async allBegun(): Promise<void> {
    await this.all('begun', 'could not open its storage', ({ begun }) => begun);
  }

  private async all(what: string, wrong: string, run: (member: Member) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.members].map(async (member) => {
        const inTime = await within(run(member), PATIENCE_MS);
        if (!inTime) {
          this.troubles.push(`${member.name} ${wrong} within ${PATIENCE_MS} ms (${what})`);
          // It is not fit for another round.
          member.worker.signal('SIGKILL');
        }
        this.note(member.name, member.worker);
      }),
    );
  }

  private async start(place: number): Promise<void> {
    const { scene } = this;
    const worker = await this.take();
    this.lives += 1;
    const name = `worker-${place}-${this.lives}`;
    worker.onResource = (use) => this.resource.use(use);
    const begun = worker.ask(
      {
        kind: 'begin',
        ...{ worker: name, host: scene.placeOf(place).host, system: scene.system.name },
        options: scene.system.options(scene.placeOf(place)),
        times: timesFor(scene.plan.workers),
        seed: Math.imul(scene.plan.seed, 31) + Math.imul(scene.plan.round, 1_009) + this.lives,
        historyFile: join(scene.histories, `${name}.jsonl`),
      },
      'begun',
    );
    this.members[place] = { name, worker, begun };
  }

  private async take(): Promise<WorkerHandle> {
    const worker = await this.pool.take();
    this.taken.add(worker);
    return worker;
  }

  private member(place: number): Member {
    const member = this.members[place];
    if (member === undefined) throw new Error(`nobody works at place ${place}`);
    return member;
  }

  private note(name: string, worker: WorkerHandle): void {
    for (const trouble of worker.troubles.splice(0)) this.troubles.push(`${name}: ${trouble}`);
  }
}
