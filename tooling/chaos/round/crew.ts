import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../history/call.js';
import { readCalls } from '../history/call-file.js';
import { monotonicMs } from '../history/monotonic.js';
import { timesFor } from '../plan/draw-plan.js';
import type { StoreToLookAt } from '../worker/look-at-stores.js';
import type { ToWorker } from '../worker/messages.js';
import type { WorkerHandle } from '../workers/worker-handle.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { MOST_VISITORS } from './most-visitors.js';
import { Resource } from './resource.js';
import type { Scene } from './scene.js';
import { within } from './within.js';

/** Far beyond what anything takes, also on a machine that does ten other things: who is not done by then hangs. */
const PATIENCE_MS = 30_000;

interface Member {
  place: number;
  host: number;
  name: string;
  worker: WorkerHandle;
  begun: Promise<void>;
}

/** From when a worker was told to open its storage until it had: for ever, where it never did. */
export interface Opening {
  from: number;
  until: number;
}

/** The workers of one round, by their places. Who is killed is followed by another life at the same place. */
export class Crew {
  readonly resource = new Resource();
  /** Bugs that workers told of, and processes that hang. */
  readonly troubles: string[] = [];
  private members: Member[] = [];
  private readonly taken = new Set<WorkerHandle>();
  private readonly replaced = new Set<WorkerHandle>();
  private lives = 0;
  readonly openings: Opening[] = [];
  private died = 0;
  private visitors = 0;

  constructor(
    private readonly scene: Scene,
    private readonly pool: WorkerPool,
  ) {}

  /** The worker of the first place, before all others. */
  async beginFirst(): Promise<void> {
    await this.start(0);
    await this.allBegun();
  }

  async beginOthers(): Promise<void> {
    await Promise.all(
      this.placesOf()
        .slice(1)
        .map((place) => this.start(place)),
    );
    await this.allBegun();
  }

  at(place: number): WorkerHandle {
    return this.member(place).worker;
  }

  /** Of one host, or all; visitors have none. */
  placesOf(host?: number): number[] {
    const { plan } = this.scene;
    return Array.from({ length: plan.workers }, (_, place) => place).filter(
      (place) => host === undefined || this.scene.placeOf(place).host === host,
    );
  }

  /** Those that somebody works on. */
  hosts(): number[] {
    return [...new Set(this.members.map(({ host }) => host))].sort();
  }

  /** Starts another life at its place, once; it may take long to begin, as its store may be away. */
  async replace(worker: WorkerHandle): Promise<void> {
    await worker.gone;
    const member = this.members.find((one) => one.worker === worker);
    if (member === undefined || this.replaced.has(worker)) return;
    this.replaced.add(worker);
    this.died += 1;
    await this.start(member.place);
  }

  /** Agents of another host come; resolves to what ends them again, by death or in peace. */
  async visit(host: number, count: number): Promise<(dying: boolean) => Promise<void>> {
    // At once, as others may be on their way: two at one place would be one too many whom nobody ends.
    const first = this.scene.plan.workers + this.visitors;
    this.visitors += count;
    const places = Array.from({ length: count }, (_, index) => first + index);
    await Promise.all(places.map((place) => this.start(place, host)));
    return async (dying) => {
      const visitors = this.members.filter(({ place }) => places.includes(place));
      this.members = this.members.filter(({ place }) => !places.includes(place));
      await this.all(visitors, 'did not leave', async ({ worker }) => {
        if (dying) this.died += 1;
        if (dying) await worker.end();
        else await worker.ask({ kind: 'end' }, 'ended');
      });
    };
  }

  get deaths(): number {
    return this.died;
  }

  /** Every worker can open its storage again, and do all that is left. */
  async drain(): Promise<void> {
    await this.allBegun();
    // A push that is sent again until it is answered may come long after everybody else has found nothing to do.
    await this.all(this.members, 'did not finish what it had begun', ({ worker }) =>
      worker.ask({ kind: 'begin-no-more' }, 'begins-no-more'),
    );
    await this.all(this.members, 'did not come to an end of its work', ({ worker }) =>
      worker.ask({ kind: 'drain' }, 'drained'),
    );
  }

  async end(): Promise<void> {
    await this.all(this.members, 'did not close its storage', ({ worker }) =>
      worker.ask({ kind: 'end' }, 'ended'),
    );
  }

  /** Looks at the namespace as one more client; what it sees is in the file then. */
  async look(file: string): Promise<boolean> {
    const { system, plan } = this.scene;
    // The last place, after those of visitors.
    const options = system.options(this.scene.placeOf(plan.workers + MOST_VISITORS, 0));
    return this.judge({ kind: 'look', system: system.opener, options, file });
  }

  lookAtStores(stores: StoreToLookAt[], file: string): Promise<boolean> {
    return this.judge({ kind: 'look-at-stores', stores, file });
  }

  calls(): Call[] {
    const { histories } = this.scene;
    return readdirSync(histories).flatMap((name) => readCalls(join(histories, name)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.taken].map((worker) => this.pool.giveBack(worker)));
  }

  /** Whether it could look. */
  private async judge(message: ToWorker): Promise<boolean> {
    const worker = await this.take();
    const looked = await within(worker.ask(message, 'looked'), PATIENCE_MS);
    if (!looked) {
      worker.isSound = false;
      this.troubles.push('looking at the namespace took for ever');
    }
    const isSound = worker.isSound && !worker.isGone;
    this.note('the judge', worker);
    this.taken.delete(worker);
    await this.pool.giveBack(worker);
    return isSound;
  }

  private async allBegun(): Promise<void> {
    await this.all(this.members, 'could not open its storage', ({ begun }) => begun);
  }

  private async all(
    members: readonly Member[],
    wrong: string,
    run: (member: Member) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      members.map(async (member) => {
        const inTime = await within(run(member), PATIENCE_MS);
        if (!inTime) {
          this.troubles.push(`${member.name} ${wrong} within ${PATIENCE_MS} ms (${member.worker.lookAt()})`);
          member.worker.isSound = false;
        }
        this.note(member.name, member.worker);
      }),
    );
  }

  private async start(place: number, host?: number): Promise<void> {
    const { scene } = this;
    const where = scene.placeOf(place, host);
    const worker = await this.take();
    this.lives += 1;
    const opening: Opening = { from: monotonicMs(), until: Number.POSITIVE_INFINITY };
    this.openings.push(opening);
    const name = `worker-${place}-${this.lives}`;
    worker.onResource = (use) => this.resource.use(use);
    const begun = worker
      .ask(
        {
          kind: 'begin',
          ...{ worker: name, host: where.host, system: scene.system.opener },
          options: scene.system.options(where),
          times: timesFor(scene.plan.workers),
          seed: Math.imul(scene.plan.seed, 31) + Math.imul(scene.plan.round, 1_009) + this.lives,
          historyFile: join(scene.histories, `${name}.jsonl`),
        },
        'begun',
      )
      .then(() => {
        opening.until = monotonicMs();
      });
    this.members = this.members.filter((one) => one.place !== place);
    this.members.push({ place, host: where.host, name, worker, begun });
  }

  private async take(): Promise<WorkerHandle> {
    const worker = await this.pool.take();
    this.taken.add(worker);
    return worker;
  }

  private member(place: number): Member {
    const member = this.members.find((one) => one.place === place);
    if (member === undefined) throw new Error(`nobody works at place ${place}`);
    return member;
  }

  private note(name: string, worker: WorkerHandle): void {
    for (const trouble of worker.troubles.splice(0)) this.troubles.push(`${name}: ${trouble}`);
  }
}
