import { AgentCoordError } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import { crashGate } from '../autoscaling/deciding/crash-pause.js';
import type { CrashCount } from '../autoscaling/deciding/snapshot.js';
import type { Scene } from '../supervision/scene.js';
import { isLiving } from '../team/team-members.js';
import { type Acting, audit } from './acting.js';
import { type SpawnWorkers, spawnWorkers } from './spawn-workers.js';

/** A worker that has lived this long was no failure from the start. */
const PROVEN_AFTER_MS = 60_000;
/** As the autoscaler does it: pauses that double, one at a time, and an end. */
const GATE = { crashPauseMs: 5_000, maxCrashes: 8 } as const;
const STOPPED = new Set(['stopped', 'killed', 'already_gone']);

/**
 * Starts another worker for each of the team that died while this process led, up to a number. Who left, was drained or was
 * stopped by somebody has no successor: that was wanted.
 */
export class Respawning {
  private readonly met = new Set<string>();
  private owed: string[] = [];
  private row: CrashCount = { count: 0, lastAt: 0 };
  private since: number | undefined;
  private hasGivenUp = false;

  constructor(private readonly request: SpawnWorkers) {}

  async round(acting: Acting, scene: Scene): Promise<void> {
    this.since ??= acting.team.lead?.since ?? scene.now;
    const members = scene.members.of(acting.team).filter(({ kind }) => kind === 'worker');
    await this.meet(acting, members);
    const living = members.filter(isLiving);
    if (living.some((agent) => this.isProven(agent, scene.now)))
      this.row = { count: 0, lastAt: this.row.lastAt };
    const room = (this.request.count ?? 1) - living.length;
    // Somebody else has started others: enough are there.
    if (room <= 0) this.owed = [];
    const gate = crashGate(this.row, { ...GATE, now: scene.now });
    const isCancelled = scene.teams.cancellationOf(acting.team) !== undefined;
    if (this.owed.length === 0 || isCancelled || gate.status === 'paused') return;
    if (gate.status === 'given_up') return this.giveUp();
    await this.start(acting, { most: gate.status === 'trial' ? 1 : room, now: scene.now });
  }

  /** Those whose death is new. */
  private async meet({ spawner }: Acting, members: readonly AgentInfo[]): Promise<void> {
    const dead = members.filter(
      ({ state, incarnation, diedAt }) =>
        state === 'dead' && diedAt !== undefined && diedAt >= (this.since ?? 0) && !this.met.has(incarnation),
    );
    if (dead.length === 0) return;
    const records = new Map((await spawner.list()).map((worker) => [worker.id, worker]));
    for (const agent of dead) {
      this.met.add(agent.incarnation);
      const record = agent.spawnId === undefined ? undefined : records.get(agent.spawnId);
      const isWanted =
        agent.stop !== undefined ||
        agent.drain !== undefined ||
        agent.cause === 'replaced' ||
        record?.stopRequested === true ||
        STOPPED.has(record?.exit?.reason ?? '');
      if (isWanted) continue;
      this.owed.push(agent.name);
      const { diedAt = 0, registeredAt } = agent;
      if (diedAt - registeredAt < PROVEN_AFTER_MS && record?.exit?.lost !== true) this.failed(diedAt);
    }
  }

  private async start(acting: Acting, { most, now }: { most: number; now: number }): Promise<void> {
    while (this.owed.length > 0 && most > 0) {
      most -= 1;
      const [instead = ''] = this.owed;
      // Not waited for: what does not come is dead after its time, and met as such.
      const request = { ...this.request, count: 1, name: undefined, waitUntilReady: false };
      const [worker] = await spawnWorkers(acting, request).catch((error: unknown) => {
        // A limit says that there shall not be more: nobody has failed.
        if (AgentCoordError.is(error, 'limit_exceeded', 'cancelled')) this.owed = [];
        else this.failed(now);
        throw error;
      });
      this.owed.shift();
      if (worker === undefined) continue;
      acting.tell({ type: 'worker-respawned', worker: worker.name, instead });
      await audit(acting, {
        id: `worker-respawned-${worker.id}`,
        type: 'worker-respawned',
        context: `worker ${worker.name}`,
        reason: `${instead} died`,
        details: { worker: worker.name, spawn: worker.id, instead, team: acting.name },
      });
    }
  }

  private isProven({ registeredAt, state }: AgentInfo, now: number): boolean {
    return state !== 'spawning' && registeredAt > this.row.lastAt && now - registeredAt >= PROVEN_AFTER_MS;
  }

  private failed(at: number): void {
    this.row = { count: this.row.count + 1, lastAt: Math.max(this.row.lastAt, at) };
  }

  private giveUp(): void {
    if (this.hasGivenUp) return;
    this.hasGivenUp = true;
    throw new AgentCoordError(
      'limit_exceeded',
      `${this.row.count} workers in a row died early or could not be started, so none is started in their place any more. Read their logs (agentcoord logs <name>), mend the cause, and start the coordinator again.`,
      { data: { count: this.row.count } },
    );
  }
}
