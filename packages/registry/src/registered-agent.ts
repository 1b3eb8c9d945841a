import {
  AgentCoordError,
  checkId,
  checkOneOf,
  checkText,
  type LeaseGrant,
  toAgentCoordError,
} from '@agentcoord/core';
import { identityOf } from './agent/agent-name.js';
import type { AgentRecord, KnownRecord, ReportedState } from './agent/agent-record.js';
import { checkWorkingOn } from './agent/registration.js';
import type { RegistryContext } from './context.js';
import { askedToStopError, presenceLostError } from './errors.js';
import { hearCalls } from './presence/hear-calls.js';
import { OwnRecord } from './presence/own-record.js';
import { Presence } from './presence/presence.js';

/** One life of an agent, held by the process that lives it. Sends its heartbeat by itself. */
export interface RegisteredAgent {
  readonly name: string;
  readonly incarnation: string;
  /** `<name>#<incarnation>`: use it as the worker of claims and the holder of locks. */
  readonly identity: string;
  /** Aborts with `lock_lost` or `conflict` when its presence is lost, with `cancelled` when it is asked to stop. */
  readonly signal: AbortSignal;
  /** Aborts when it is asked to take no further task and to leave when it has none; its work goes on. */
  readonly drain: AbortSignal;
  /** Says that work goes on. Cheap: written with a heartbeat, not with each call. At most 500 characters. */
  progress(note?: string): void;
  /** Counts as progress. `idle` without a text clears `workingOn`. */
  setState(state: ReportedState, workingOn?: string): Promise<void>;
  /** Counts as progress. */
  setTask(taskId: string | undefined): Promise<void>;
  /** Says goodbye: not to be taken for dead. Idempotent. Locks and tasks are their holders' to give back. */
  leave(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export class LivingAgent implements RegisteredAgent {
  readonly name: string;
  readonly incarnation: string;
  readonly identity: string;
  private readonly own: OwnRecord;
  private readonly presence: Presence;
  private readonly ended = new AbortController();
  private readonly draining = new AbortController();
  private readonly hearing = new AbortController();
  private progressAt: number;
  private note: string | undefined;
  private progressed = false;
  private writtenAt: number;
  private flushTimer: NodeJS.Timeout | undefined;
  private leaving: Promise<void> | undefined;

  constructor(
    private readonly context: RegistryContext,
    place: { known: KnownRecord; grant: LeaseGrant; sentAt: number },
  ) {
    const { known, grant, sentAt } = place;
    this.name = known.record.name;
    this.incarnation = known.record.incarnation;
    this.identity = identityOf(known.record);
    this.progressAt = known.record.lastProgressAt;
    this.writtenAt = known.record.lastHeartbeatAt;
    this.own = new OwnRecord(context.storage.records, known);
    this.presence = new Presence({
      context,
      name: this.name,
      grant,
      sentAt,
      whyLost: () => this.whyLost(),
      onBeat: () => this.writeOnBeat(),
    });
    this.presence.signal.addEventListener('abort', () => this.end(this.presence.signal.reason), {
      once: true,
    });
    void hearCalls({
      signals: context.storage.signals,
      incarnation: this.incarnation,
      signal: this.hearing.signal,
      look: () => this.look(),
    });
  }

  get signal(): AbortSignal {
    return this.ended.signal;
  }

  get drain(): AbortSignal {
    return this.draining.signal;
  }

  progress(note?: string): void {
    if (note !== undefined) this.note = checkText(note, 'note', { maxLength: 500 });
    this.progressAt = this.presence.now();
    this.progressed = true;
    this.armFlush();
  }

  async setState(state: ReportedState, workingOn?: string): Promise<void> {
    const checked = checkOneOf(state, 'state', ['idle', 'working', 'waiting']);
    const subject = workingOn === undefined ? undefined : checkWorkingOn(workingOn);
    await this.change((record) => ({
      ...record,
      state: checked,
      workingOn: subject ?? (checked === 'idle' ? undefined : record.workingOn),
    }));
  }

  async setTask(taskId: string | undefined): Promise<void> {
    const checked = taskId === undefined ? undefined : checkId(taskId, 'taskId');
    await this.change((record) => ({ ...record, taskId: checked }));
  }

  leave(): Promise<void> {
    this.leaving ??= this.sayGoodbye();
    return this.leaving;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.leave();
  }

  private async change(change: (record: AgentRecord) => AgentRecord): Promise<void> {
    if (this.presence.signal.aborted) throw toAgentCoordError(this.presence.signal.reason);
    if (this.leaving !== undefined)
      throw new AgentCoordError('closed', `${this.name} has left. Register again.`);
    this.progressAt = this.presence.now();
    await this.write(change);
  }

  private async write(change: (record: AgentRecord) => AgentRecord): Promise<void> {
    this.progressed = false;
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    try {
      await this.own.update((record) => ({ ...change(record), ...this.signsOfLife() }));
      this.writtenAt = this.presence.now();
      this.heedAsked();
    } catch (error) {
      this.progressed = true;
      if (AgentCoordError.is(error, 'conflict', 'lock_lost')) this.presence.lose(error);
      throw error;
    }
  }

  private signsOfLife(): Pick<AgentRecord, 'lastHeartbeatAt' | 'lastProgressAt' | 'note'> {
    return {
      lastHeartbeatAt: this.presence.lastBeatAt,
      lastProgressAt: this.progressAt,
      ...(this.note === undefined ? {} : { note: this.note }),
    };
  }

  /** The lease itself shows the heartbeat, so the record is written only for progress, or when it has become old. */
  private async writeOnBeat(): Promise<void> {
    const isOld = this.presence.now() - this.writtenAt >= this.context.settings.deadAfterMs;
    if (this.leaving === undefined && (this.progressed || isOld)) await this.flush();
  }

  /** Where hanging is judged faster than the heart beats, progress must be seen in time. */
  private armFlush(): void {
    const { heartbeatMs, hungAfterMs } = this.context.settings;
    if (this.flushTimer !== undefined || hungAfterMs / 3 >= heartbeatMs) return;
    this.flushTimer = setTimeout(() => void this.flush(), hungAfterMs / 3);
    this.flushTimer.unref();
  }

  /** A write that fails is made up for by the next heartbeat. */
  private async flush(): Promise<void> {
    if (this.leaving === undefined && !this.presence.signal.aborted)
      await this.write((record) => record).catch(() => undefined);
  }

  private async look(): Promise<void> {
    await this.presence.check();
    if (this.presence.signal.aborted) return;
    await this.own.look().catch((error: unknown) => {
      if (AgentCoordError.is(error, 'conflict', 'lock_lost')) this.presence.lose(error);
    });
    this.heedAsked();
  }

  private heedAsked(): void {
    const { stop, drain } = this.own.record;
    if (drain !== undefined && this.leaving === undefined) this.draining.abort();
    if (stop !== undefined && this.leaving === undefined) this.ended.abort(askedToStopError(this.name, stop));
  }

  private async whyLost(): Promise<AgentCoordError> {
    return this.own.look().then(
      () => presenceLostError(this.name),
      (error: unknown) =>
        AgentCoordError.is(error, 'conflict', 'lock_lost') ? error : presenceLostError(this.name),
    );
  }

  private end(reason: unknown): void {
    this.presence.stop();
    this.hearing.abort();
    clearTimeout(this.flushTimer);
    if (this.leaving === undefined) this.ended.abort(reason);
  }

  private async sayGoodbye(): Promise<void> {
    this.hearing.abort();
    clearTimeout(this.flushTimer);
    // A presence that is lost belongs to somebody else, or to nobody: there is nothing to say goodbye to.
    if (this.presence.signal.aborted) return;
    try {
      // The record first: an absent agent whose record has not left is taken for dead.
      const leftAt = await this.context.storage.now();
      await this.own.update((record) => ({
        ...record,
        ...this.signsOfLife(),
        state: 'left',
        leftAt,
        taskId: undefined,
      }));
    } catch (error) {
      if (!AgentCoordError.is(error, 'conflict', 'lock_lost')) throw error;
    } finally {
      await this.presence.release();
    }
  }
}
