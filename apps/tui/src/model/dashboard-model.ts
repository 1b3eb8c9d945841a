import type { AuditEntry } from '@agentcoord/audit';
import type { ThreadSummary } from '@agentcoord/board';
import type { CommonBudget } from '@agentcoord/llm-worker';
import { AgentTable } from './agent-table.js';
import { ApprovalTable } from './approval-table.js';
import type { Detail } from './detail.js';
import { LockTable } from './lock-table.js';
import { type SeenEvent, textOf } from './seen-event.js';
import { TaskTable } from './task-table.js';
import { Throughput } from './throughput.js';

/** What an event asks to be looked at, because it does not carry it. */
export interface Wanted {
  tasks: Set<string>;
  approvals: Set<string>;
  locks: boolean;
  board: boolean;
  audit: boolean;
  spend: boolean;
  workers: boolean;
}

export function nothingWanted(): Wanted {
  return {
    tasks: new Set(),
    approvals: new Set(),
    locks: false,
    board: false,
    audit: false,
    spend: false,
    workers: false,
  };
}

export interface Connection {
  /** Storage clock: since when no call was answered. */
  lostSince?: number;
  trouble?: string;
  /** The first look at the whole is over. */
  isLoaded: boolean;
}

export interface Ownership {
  mode: string;
  isGone: boolean;
  isStale: boolean;
  conflicts: number;
}

export interface LogText {
  source: string;
  text: string;
  /** Wall clock. */
  at?: number;
  level?: string;
}

const KEPT_EVENTS = 500;

/** All that the screen shows. Changed by `apply`, which takes events, and by fresh looks; read by the views. */
export class DashboardModel {
  readonly tasks = new TaskTable();
  readonly agents = new AgentTable();
  readonly locks = new LockTable();
  readonly approvals = new ApprovalTable();
  readonly throughput = new Throughput();
  /** Newest first. */
  threads: readonly ThreadSummary[] = [];
  /** Oldest first. */
  audit: readonly AuditEntry[] = [];
  /** The newest lines of the logs of local workers. */
  logs: readonly LogText[] = [];
  /** Oldest first. */
  readonly events: SeenEvent[] = [];
  spend: readonly CommonBudget[] = [];
  detail: Detail | undefined;
  project = '';
  namespace = '';
  store = '';
  mode = '';
  /** Storage clock. */
  modeSince = 0;
  /** It was so before anybody looked: it is older than `modeSince` says. */
  isModeOlder = false;
  ownership: Ownership | undefined;
  connection: Connection = { isLoaded: false };
  private changes = 0;

  /** Grows with every change of anything that is shown. */
  get revision(): number {
    const { tasks, agents, locks, approvals } = this;
    return this.changes + tasks.revision + agents.revision + locks.revision + approvals.revision;
  }

  /** Something that is a plain field was set. */
  touch(): void {
    this.changes += 1;
  }

  /** Takes one event that a snapshot has in it already: told as history, and nothing else. */
  recall(event: SeenEvent): void {
    this.throughput.add(event.at, { completed: event.type === 'task-completed' });
    this.remember(event);
  }

  /** Takes one event; what it does not carry is noted in `wanted`. */
  apply(event: SeenEvent, wanted: Wanted): void {
    this.recall(event);
    if (event.kind === 'task') {
      if (!this.tasks.apply(event)) wanted.tasks.add(event.id);
    } else if (event.kind === 'lease') this.applyLease(event, wanted);
    else if (event.kind === 'record') this.applyRecord(event, wanted);
    else if (event.kind === 'log') applyLog(event, wanted);
    else if (event.kind === 'spend') wanted.spend = true;
  }

  setMode(mode: string, now: number): void {
    if (mode === this.mode) return;
    if (withoutLag(mode) !== withoutLag(this.mode)) {
      this.modeSince = now;
      this.isModeOlder = this.mode === '';
    }
    this.mode = mode;
    this.touch();
  }

  private applyLease(event: SeenEvent, wanted: Wanted): void {
    const keys = Array.isArray(event.fields.keys) ? JSON.stringify(event.fields.keys[0]) : '';
    if (event.id.startsWith('agent_') || keys.includes('"agent/')) this.agents.applyPresence(event);
    else if (this.locks.apply(event)) wanted.locks = true;
  }

  private applyRecord(event: SeenEvent, wanted: Wanted): void {
    const [collection = '', ...rest] = event.id.split('/');
    if (collection === 'agents') this.agents.applyRecord(event);
    else if (collection === 'approvals') wanted.approvals.add(rest.join('/'));
    else if (collection === 'workers') wanted.workers = true;
  }

  private remember(event: SeenEvent): void {
    if (isNoise(event)) return;
    this.events.push(event);
    if (this.events.length > 2 * KEPT_EVENTS) this.events.splice(0, this.events.length - KEPT_EVENTS);
    this.touch();
  }
}

/** How far a follower is behind changes all the time, and is no other mode. */
function withoutLag(mode: string): string {
  return mode.replace(/ \(\d+ ms behind\)/, '');
}

/** Signs of life, and what is kept beside what it is about: no news, and it would push the news out. */
function isNoise({ type, kind, id }: SeenEvent): boolean {
  if (type.endsWith('-renewed')) return true;
  return kind === 'record' && !NEWS.some((collection) => id.startsWith(`${collection}/`));
}

const NEWS = ['agents', 'approvals', 'workers', 'owners'];

function applyLog({ id, fields }: SeenEvent, wanted: Wanted): void {
  if (id === 'board') wanted.board = true;
  else if (id === 'audit') wanted.audit = true;
  else if (id === 'costs' && textOf(fields.id) !== undefined) wanted.spend = true;
}
