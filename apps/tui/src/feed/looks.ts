import { pause } from '@agentcoord/core';
import { listLocks } from '@agentcoord/locks';
import { nothingWanted, type Wanted } from '../model/dashboard-model.js';
import { DetailReader, type Subject } from './detail-reader.js';
import { LogFiles } from './log-files.js';
import { readOwnership } from './read-ownership.js';
import { CALL_MS, type Source } from './source.js';

export interface LookRequest {
  /** What the detail pane is about. */
  subject: () => Subject | undefined;
  isShown: (pane: 'audit' | 'logs') => boolean;
}

const ROUND_MS = 250;
const MODE_MS = 1_000;
/** Who waits for a lock is no event. */
const WAITERS_MS = 2_000;
const LOGS_MS = 1_000;
const THREADS = 200;
const AUDIT_ENTRIES = 300;

/**
 * Everything that an event only points at: one bounded look for all that was pointed at since the last round, one
 * round at a time. A look that fails is made again in the next round; the events say that the store is lost.
 */
export class Looks {
  private wanted = nothingWanted();
  private readonly due = { waiters: 0, logs: 0 };
  private readonly logFiles: LogFiles;
  private readonly detail: DetailReader;
  private wake: () => void = () => undefined;

  constructor(
    private readonly source: Source,
    private readonly request: LookRequest,
  ) {
    this.logFiles = new LogFiles(source.client.configuration.logFolder);
    this.detail = new DetailReader(source);
  }

  want(more: Wanted): void {
    const { wanted } = this;
    for (const id of more.tasks) wanted.tasks.add(id);
    for (const id of more.approvals) wanted.approvals.add(id);
    for (const name of ['locks', 'board', 'audit', 'spend', 'workers'] as const)
      wanted[name] = wanted[name] || more[name];
  }

  /** What is selected has changed: the detail is read at once. */
  hurry(): void {
    this.wake();
  }

  async run(): Promise<void> {
    await Promise.all([this.keepLooking(), this.keepMode()]);
  }

  /** Apart from the others: where Redis is gone, asking who decides takes a second or two. */
  private async keepMode(): Promise<void> {
    const { signal, model } = this.source;
    while (!signal.aborted) {
      if (model.connection.isLoaded) await readOwnership(this.source).catch(() => undefined);
      await pause(model.mode === '' ? ROUND_MS : MODE_MS, signal).catch(() => undefined);
    }
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.source;
    while (!signal.aborted) {
      await this.round().catch(() => undefined);
      await Promise.race([
        pause(ROUND_MS, signal).catch(() => undefined),
        new Promise<void>((resolve) => {
          this.wake = resolve;
        }),
      ]);
    }
  }

  private async round(): Promise<void> {
    if (!this.source.model.connection.isLoaded) return;
    await Promise.all(
      [
        this.detail.read(this.request.subject()),
        this.lookAtTasks(),
        this.lookAtApprovals(),
        this.lookAtLocks(),
        this.lookAtBoard(),
        this.lookAtAudit(),
        this.lookAtSpend(),
        this.lookAtLogs(),
      ].map((look) => look.catch(() => undefined)),
    );
  }

  private async lookAtTasks(): Promise<void> {
    const { client, model, signal } = this.source;
    const taskIds = [...this.wanted.tasks].slice(0, 500);
    if (taskIds.length === 0) return;
    for (const task of await client.storage.queues.get({ taskIds }, { signal, timeoutMs: CALL_MS }))
      if (task) model.tasks.put(task);
    for (const id of taskIds) this.wanted.tasks.delete(id);
  }

  private async lookAtApprovals(): Promise<void> {
    const { client, model } = this.source;
    for (const id of [...this.wanted.approvals].slice(0, 50)) {
      this.wanted.approvals.delete(id);
      const approval = await client.approvals.get(id).catch(() => undefined);
      if (approval) model.approvals.put(approval);
    }
  }

  private async lookAtLocks(): Promise<void> {
    const { client, model, clock } = this.source;
    const now = clock.now();
    const mayWait = now >= this.due.waiters && model.locks.held(now).length > 0;
    if (!this.wanted.locks && !mayWait) return;
    this.wanted.locks = false;
    this.due.waiters = now + WAITERS_MS;
    model.locks.reset(await listLocks(client.storage.leases));
  }

  private async lookAtBoard(): Promise<void> {
    const { client, model } = this.source;
    if (!this.wanted.board) return;
    this.wanted.board = false;
    const { threads } = await client.board.list({ limit: THREADS });
    model.threads = threads.sort((a, b) => b.lastAt - a.lastAt);
    model.touch();
  }

  private async lookAtAudit(): Promise<void> {
    const { client, model } = this.source;
    if (!this.wanted.audit || !this.request.isShown('audit')) return;
    this.wanted.audit = false;
    model.audit = await client.audit.list({ limit: AUDIT_ENTRIES });
    model.touch();
  }

  private async lookAtSpend(): Promise<void> {
    const { client, model } = this.source;
    const { budgets } = client.configuration;
    if (!this.wanted.spend) return;
    this.wanted.spend = false;
    // Its validators are slow to load, and most namespaces spend nothing.
    const { readCommonBudgets } = await import('@agentcoord/llm-worker');
    model.spend = await readCommonBudgets(client.storage, budgets);
    model.touch();
  }

  private async lookAtLogs(): Promise<void> {
    const { model, clock } = this.source;
    if (!this.request.isShown('logs') || clock.now() < this.due.logs) return;
    this.due.logs = clock.now() + LOGS_MS;
    const lines = await this.logFiles.read();
    if (lines === undefined) return;
    model.logs = lines;
    model.touch();
  }
}
