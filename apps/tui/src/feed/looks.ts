import { DEFAULT_QUEUE, pause } from '@agentcoord/core';
import { listLocks } from '@agentcoord/locks';
import type { Wanted } from '../model/dashboard-model.js';
import { answerInTime } from './answer-in-time.js';
import { DetailReader, type Subject } from './detail-reader.js';
import type { LogFiles } from './log-files.js';
import { readOwnership } from './read-ownership.js';
import { CALL_MS, type Source } from './source.js';
import { Wishes } from './wishes.js';

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
/** Where there are more tasks than rows are kept of, events alone cannot keep the counts. */
const RECOUNT_MS = 3_000;
const THREADS = 200;
const AUDIT_ENTRIES = 300;

/**
 * Everything that an event only points at: one bounded look for all that was pointed at since the last round, one
 * round at a time. A look that fails is made again; the events say that the store is lost.
 */
export class Looks {
  private readonly wishes = new Wishes(() => performance.now());
  private readonly due = { waiters: 0, logs: 0, recount: 0 };
  private logFiles: LogFiles | undefined;
  private readonly detail: DetailReader;
  private wake: () => void = () => undefined;

  constructor(
    private readonly source: Source,
    private readonly request: LookRequest,
  ) {
    this.detail = new DetailReader(source);
  }

  want(more: Wanted): void {
    this.wishes.add(more);
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
        this.lookAtCounts(),
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
    const taskIds = this.wishes.ids('task', 500);
    if (taskIds.length === 0) return;
    await this.wishes.grant(
      taskIds.map((id) => `task/${id}`),
      async () => {
        for (const task of await client.storage.queues.get({ taskIds }, { signal, timeoutMs: CALL_MS }))
          if (task) model.tasks.put(task);
      },
    );
  }

  private async lookAtCounts(): Promise<void> {
    const { client, model, signal } = this.source;
    if (!model.tasks.isPartial || performance.now() < this.due.recount) return;
    this.due.recount = performance.now() + RECOUNT_MS;
    const { counts } = await client.storage.queues.stats(
      { queue: DEFAULT_QUEUE },
      { signal, timeoutMs: CALL_MS },
    );
    model.tasks.recount(counts);
  }

  private async lookAtApprovals(): Promise<void> {
    const { client, model, signal } = this.source;
    const looks = this.wishes.ids('approval', 50).map((id) =>
      this.wishes.grant([`approval/${id}`], async () => {
        model.approvals.put(await answerInTime(client.approvals.get(id), signal));
      }),
    );
    await Promise.all(looks);
  }

  private async lookAtLocks(): Promise<void> {
    const { client, model, clock, signal } = this.source;
    const elapsed = performance.now();
    const mayWait = elapsed >= this.due.waiters && model.locks.held(clock.now()).length > 0;
    if (!this.wishes.has('locks') && !mayWait) return;
    this.due.waiters = elapsed + WAITERS_MS;
    await this.wishes.grant(['locks'], async () => {
      model.locks.reset(await answerInTime(listLocks(client.storage.leases), signal));
    });
  }

  private async lookAtBoard(): Promise<void> {
    const { client, model, signal } = this.source;
    if (!this.wishes.has('board')) return;
    await this.wishes.grant(['board'], async () => {
      const { threads } = await client.board.list({ limit: THREADS }, { signal, timeoutMs: CALL_MS });
      model.threads = threads.sort((a, b) => b.lastAt - a.lastAt);
      model.touch();
    });
  }

  private async lookAtAudit(): Promise<void> {
    const { client, model, signal } = this.source;
    if (!this.wishes.has('audit') || !this.request.isShown('audit')) return;
    await this.wishes.grant(['audit'], async () => {
      model.audit = await answerInTime(client.audit.list({ limit: AUDIT_ENTRIES }), signal);
      model.touch();
    });
  }

  private async lookAtSpend(): Promise<void> {
    const { client, model, signal } = this.source;
    const { budgets } = client.configuration;
    if (!this.wishes.has('spend')) return;
    await this.wishes.grant(['spend'], async () => {
      // Its validators are slow to load, and most namespaces spend nothing.
      const { readCommonBudgets } = await import('@agentcoord/llm-worker');
      model.spend = await answerInTime(readCommonBudgets(client.storage, budgets), signal);
      model.touch();
    });
  }

  private async lookAtLogs(): Promise<void> {
    const { client, model } = this.source;
    if (!this.request.isShown('logs') || performance.now() < this.due.logs) return;
    this.due.logs = performance.now() + LOGS_MS;
    // What reads a line loads the spawner, which nobody waits for at the start.
    this.logFiles ??= new (await import('./log-files.js')).LogFiles(client.configuration.logFolder);
    const lines = await this.logFiles.read();
    if (lines === undefined) return;
    model.logs = lines;
    model.touch();
  }
}
