import { seededRandom } from '../../../packages/conformance/src/processes/random.js';
import { AgentCoordError, pause, type Storage } from '../../../packages/core/src/index.js';
import { decideApprovals } from './activities/approvals.js';
import { holdLocks } from './activities/locks.js';
import { appendEntries, keepAudit } from './activities/logs.js';
import { useRegister } from './activities/register.js';
import { pushTasks, workOnTasks } from './activities/tasks.js';
import { CallRecorder } from './call-recorder.js';
import type { BeginRound, ResourceAsk, ResourceReply } from './messages.js';
import { openSystem } from './openers.js';
import { recordingStorage } from './recording-storage.js';
import type { Activity, Work } from './work.js';

const NEW_WORK: readonly Activity[] = [
  holdLocks,
  pushTasks,
  useRegister,
  appendEntries,
  keepAudit,
  decideApprovals,
];

/** One worker's part in one round. */
export class WorkRound {
  private readonly closing = new AbortController();
  private readonly draining = new AbortController();
  private readonly ended = new AbortController();
  private storage: Storage | undefined;
  private newWork: Promise<unknown> = Promise.resolve();
  private tasks: Promise<void> = Promise.resolve();

  constructor(
    private readonly begin: BeginRound,
    private readonly useResource: (use: ResourceAsk) => Promise<ResourceReply>,
    private readonly refused: (why: string) => void,
  ) {}

  /** As a supervisor would start it: again and again while what it needs is away. */
  async start(): Promise<void> {
    const { system, options, worker, host, historyFile, seed, times } = this.begin;
    const calls = new CallRecorder(historyFile, { worker, host });
    while (!this.ended.signal.aborted) {
      try {
        this.storage = await openSystem(system, options, calls);
        break;
      } catch (error) {
        if (!AgentCoordError.is(error)) throw error;
        this.refused(`${error.code}: ${error.message}`);
        await pause(50);
      }
    }
    if (this.storage === undefined) return;
    const work: Work = {
      ...{ worker, calls, times },
      storage: recordingStorage(this.storage, calls),
      random: seededRandom(seed),
      closing: this.closing.signal,
      draining: this.draining.signal,
      ended: this.ended.signal,
      useResource: this.useResource,
    };
    this.newWork = Promise.all(NEW_WORK.map((activity) => activity(work)));
    this.tasks = workOnTasks(work);
    // Whoever drains this round hears of it.
    this.newWork.catch(() => undefined);
    this.tasks.catch(() => undefined);
  }

  /** Resolves when nothing that it began is under way but work on tasks. */
  async beginNoMore(): Promise<void> {
    this.closing.abort();
    await this.newWork;
  }

  /** Resolves when no task is left. */
  async drain(): Promise<void> {
    await this.beginNoMore();
    this.draining.abort();
    await this.tasks;
  }

  async end(): Promise<void> {
    this.closing.abort();
    this.draining.abort();
    this.ended.abort();
    await this.storage?.close();
    // What was under way ends with `closed`; a closed storage is not waited for any further.
    await Promise.allSettled([this.newWork, this.tasks]);
  }
}
