import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../../packages/core/src/index.js';
import { askRedis } from '../../redis/ask-redis.js';
import { type FaultProxy, startFaultProxy } from '../../redis/fault-proxy.js';
import type { Span } from '../history/evidence.js';
import { monotonicMs } from '../history/monotonic.js';
import { type Plan, timesFor } from '../plan/draw-plan.js';
import type { Place, System } from '../systems/system.js';
import type { WayState } from '../worker/way-to-primary.js';
import type { WorkerHandle } from '../workers/worker-handle.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { type ChaosRedis, startChaosRedis } from './chaos-redis.js';
import { Crew } from './crew.js';
import { fastFolder } from './fast-folder.js';
import { MOST_VISITORS } from './most-visitors.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';

/** Everything one round plays on: stores, server, ways and workers of its own. */
export class Scene {
  readonly namespace = randomUUID();
  readonly losses: Span[] = [];
  readonly cutOff: Array<Span & { host: number }> = [];
  /** Places whose password was wrong for a while. */
  readonly misconfigured = new Set<number>();
  readonly crew: Crew;
  private readonly proxies: FaultProxy[] = [];
  private readonly disks = new Map<number, SmallDisk | { skipped: string }>();
  private server: ChaosRedis | undefined;

  private constructor(
    readonly plan: Plan,
    readonly system: System,
    readonly folder: string,
    pool: WorkerPool,
  ) {
    this.crew = new Crew(this, pool);
    process.on('exit', this.removeAll);
  }

  static async open(plan: Plan, system: System, pool: WorkerPool): Promise<Scene> {
    const scene = new Scene(plan, system, mkdtempSync(join(fastFolder().path, 'agentcoord-chaos-')), pool);
    mkdirSync(scene.histories);
    if (system.has.includes('redis')) await scene.startRedis();
    for (const { kind, host = 0 } of plan.faults)
      if (kind === 'disk-full' && !scene.disks.has(host))
        scene.disks.set(host, mountSmallDisk(scene.storeFolder(host)));
    return scene;
  }

  get histories(): string {
    return join(this.folder, 'histories');
  }

  /** What the namespace is opened with at a place. */
  placeOf(place: number, host = this.hostOf(place)): Place {
    return {
      ...{ namespace: this.namespace, host, place, folder: this.storeFolder(host) },
      port: this.proxies[host]?.port ?? 0,
      primaryFolder: join(this.folder, 'primary'),
      way: this.wayFile(host),
      times: timesFor(this.plan.workers),
    };
  }

  redis(): ChaosRedis {
    if (this.server === undefined) throw new Error('this system has no Redis');
    return this.server;
  }

  askRedis(command: string): Promise<string> {
    return askRedis({ path: this.redis().server.socketPath }, command);
  }

  proxy(host: number): FaultProxy {
    const proxy = this.proxies[host];
    if (proxy === undefined) throw new Error(`host ${host} has no way to Redis`);
    return proxy;
  }

  smallDisk(host: number): SmallDisk | { skipped: string } {
    return this.disks.get(host) ?? { skipped: 'there is no small disk' };
  }

  setWay(host: number, state: WayState): void {
    writeFileSync(this.wayFile(host), state);
  }

  workerAt(place: number): WorkerHandle {
    return this.crew.at(place);
  }

  workFor(ms: number): Promise<void> {
    return pause(ms);
  }

  misconfigure(place: number): void {
    this.misconfigured.add(place);
  }

  /** From now until it `ends` Redis may forget what no copy has. Nothing is lost where one host has it all. */
  lossBegins(): { ends(): void } {
    if (this.redisOnlyFollows()) return { ends: () => undefined };
    const span = { from: monotonicMs(), until: Number.POSITIVE_INFINITY };
    this.losses.push(span);
    return ending(span);
  }

  /** From now until it `ends` nobody of this host, or nobody at all, can reach Redis. */
  cutOffBegins(host?: number): { ends(): void } {
    const hosts = host === undefined ? Array.from({ length: this.system.hosts }, (_, one) => one) : [host];
    const spans = hosts.map((one) => ({ host: one, from: monotonicMs(), until: Number.POSITIVE_INFINITY }));
    this.cutOff.push(...spans);
    return {
      ends() {
        for (const span of spans) ending(span).ends();
      },
    };
  }

  async close(): Promise<void> {
    await this.crew.close();
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await this.server?.server.remove();
    process.off('exit', this.removeAll);
    this.removeAll();
  }

  private redisOnlyFollows(): boolean {
    const { solo, faults } = this.plan;
    return (
      solo && faults.every(({ kind }) => !['other-host-comes', 'replies-lost-at-take-back'].includes(kind))
    );
  }

  private hostOf(place: number): number {
    return this.plan.solo ? 0 : place % this.system.hosts;
  }

  private wayFile(host: number): string {
    return join(this.folder, `way-of-host-${host}`);
  }

  /** Also where the run is ended in the middle of a round. */
  private readonly removeAll = (): void => {
    for (const disk of this.disks.values()) if ('unmount' in disk) disk.unmount();
    rmSync(this.folder, { recursive: true, force: true });
  };

  private storeFolder(host: number): string {
    return join(this.folder, `host-${host}`);
  }

  private async startRedis(): Promise<void> {
    this.server = await startChaosRedis({
      under: this.folder,
      appendOnly: this.plan.appendOnly,
      keepsAll: this.plan.appendOnly && fastFolder().isInMemory,
      // More for visitors, and for who looks at the end.
      places: this.plan.workers + MOST_VISITORS + 1,
      save: async ({ socketPath }) => void (await askRedis({ path: socketPath }, 'SAVE')),
    });
    for (let host = 0; host < this.system.hosts; host += 1)
      this.proxies.push(await startFaultProxy({ path: this.server.server.socketPath }));
  }
}

function ending(span: Span): { ends(): void } {
  return {
    ends() {
      span.until = monotonicMs();
    },
  };
}
