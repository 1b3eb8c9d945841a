import type { ApprovalInput, ApprovalWorkflow, EndedApproval } from '@agentcoord/approvals';
import type { AuditEntry, AuditLog, DecisionInput } from '@agentcoord/audit';
import type { Board, InboxOptions, InboxPage, SendReceipt, ThreadInput } from '@agentcoord/board';
import { checkIdentity, type FencedFiles, type Storage, throwIfAborted } from '@agentcoord/core';
import {
  FileLock,
  type HeldLock,
  type LockOptions,
  type Repository,
  type ResourceNames,
} from '@agentcoord/locks';
import { type AddedTask, type ClaimOptions, type TaskInput, TaskQueue } from '@agentcoord/queue';
import type { AgentRegistry, RegisteredAgent } from '@agentcoord/registry';
import type { Failover } from '@agentcoord/storage-failover';
import type { Configuration } from '../configuration/configuration.js';
import { tellOfHeldGrants } from '../store/held-grants.js';
import { openFencedWrites } from '../store/open-store.js';
import { closeAll } from './close-all.js';
import { createApprovals, createAudit, createBoard } from './components.js';
import { type Connection, connect, orDisconnect } from './connect.js';
import { CurrentTasks } from './current-tasks.js';
import { FileLocking } from './file-locking.js';
import type { OpenOptions, SessionOptions } from './options.js';
import { createRegistry, register } from './register.js';
import type { HeldTask } from './session-task.js';
import { TaskClaims } from './task-claims.js';
import { type FlowTask, TaskFlow } from './task-flow.js';
import { tellByWarning } from './tell-by-warning.js';

interface Acting {
  connection: Connection;
  registry: AgentRegistry;
  name: string;
  identity: string;
  agent?: RegisteredAgent;
  options: SessionOptions;
}

/**
 * Locks, tasks, the registry, the board, approvals and the audit log of one namespace in one object.
 * Close it, or use `await using`: closing gives back what it holds and takes the agent off the list.
 */
export class CoordinationClient {
  readonly storage: Storage;
  /** Who owns the namespace and why; left out where no store of this host takes part beside Redis. */
  readonly failover: Failover | undefined;
  /** Why it does not, although it should. */
  readonly noFallback: string | undefined;
  readonly configuration: Configuration;
  readonly locks: FileLock;
  readonly queue: TaskQueue;
  readonly registry: AgentRegistry;
  readonly board: Board;
  readonly approvals: ApprovalWorkflow;
  /** The agent of a session; a client that was only opened has none. */
  readonly agent: RegisteredAgent | undefined;
  /** Who acts, for people. */
  readonly name: string;
  /** Holds the locks and claims. */
  readonly identity: string;
  private readonly connection: Connection;
  private readonly files: FileLocking;
  private readonly claims: TaskClaims;
  private readonly current: CurrentTasks | undefined;
  private readonly flows = new Set<TaskFlow>();
  private ownAudit: AuditLog | undefined;
  private fenced: Promise<FencedFiles> | undefined;
  private closing: Promise<void> | undefined;

  private constructor({ connection, registry, name, identity, agent, options }: Acting) {
    const { storage, failover, configuration, clock, newId } = connection;
    this.connection = connection;
    this.failover = failover;
    this.noFallback = connection.noFallback;
    this.storage = storage;
    this.configuration = configuration;
    this.registry = registry;
    this.name = name;
    this.identity = identity;
    this.agent = agent;
    this.locks = this.createLocks(identity);
    this.queue = new TaskQueue({ storage, worker: identity, clock, newId });
    this.files = new FileLocking(this.locks, configuration.cwd);
    this.board = createBoard(this.acting);
    this.approvals = createApprovals(this.acting);
    const { tags, capabilities, workingOn } = options;
    this.current = agent && new CurrentTasks(agent, workingOn);
    this.claims = new TaskClaims(this.queue, { tags, capabilities }, this.current);
  }

  /**
   * Registers an agent and keeps it alive until the client is closed.
   * @throws `conflict` when an agent of that name is alive, `misconfigured`, `storage_unwritable` and the other storage errors.
   */
  static async session(options: SessionOptions = {}): Promise<CoordinationClient> {
    const connection = await connect({ ...options, agent: options.name });
    return orDisconnect(connection, async () => {
      throwIfAborted(options.signal, 'opening the session');
      const registry = createRegistry(connection, options);
      const { failover } = connection;
      const joining = () => register(registry, connection, options);
      const agent = await tellOfHeldGrants({ failover, tell: options.onWait ?? tellByWarning }, joining);
      const { name, identity } = agent;
      return new CoordinationClient({ connection, registry, agent, name, identity, options });
    });
  }

  /** Opens the store without an agent: for operators, scripts and everything that only looks. */
  static async open(options: OpenOptions = {}): Promise<CoordinationClient> {
    const connection = await connect({ ...options, agent: options.name });
    return orDisconnect(connection, async () => {
      const name = connection.configuration.agentName ?? 'operator';
      const identity = checkIdentity(options.identity ?? `${name}#${connection.newId('cli')}`, 'identity');
      const registry = createRegistry(connection);
      return new CoordinationClient({ connection, registry, name, identity, options: {} });
    });
  }

  get repository(): Repository {
    return this.configuration.repository;
  }

  /** How files of this repository are named in locks. */
  get resources(): ResourceNames {
    return this.connection.resources;
  }

  /** Waits up to `wait` (30 s). @throws `lock_held` naming the holder, `would_deadlock`. */
  lockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock> {
    return this.files.lockFile(paths, options);
  }

  /** Never waits; `undefined` when somebody else holds one of them. */
  tryLockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock | undefined> {
    return this.files.tryLockFile(paths, options);
  }

  /** For plain JavaScript: holds the lock while `run` works, and releases it however that ends. */
  withFileLock<T>(
    paths: string | string[],
    options: LockOptions,
    run: (lock: HeldLock) => Promise<T>,
  ): Promise<T> {
    return this.files.withFileLock(paths, options, run);
  }

  /** The next task for this agent's tags and capabilities, or for those given; `undefined` when there is none. */
  claimTask(options?: ClaimOptions): Promise<HeldTask | undefined> {
    return this.claims.claim(options);
  }

  addTask(task: TaskInput): Promise<AddedTask> {
    return this.queue.add({ createdBy: this.name, ...task });
  }

  /** All or none. */
  addTasks(tasks: TaskInput[]): Promise<AddedTask[]> {
    return this.queue.addMany(tasks.map((task) => ({ createdBy: this.name, ...task })));
  }

  /** Opens a thread. What becomes of it is in `status`, and who did not get it in `undelivered`. */
  postThread(thread: ThreadInput): Promise<SendReceipt> {
    return this.board.post(thread);
  }

  /** Opens a thread addressed to every other living agent. */
  broadcast(thread: Omit<ThreadInput, 'to'>): Promise<SendReceipt> {
    return this.board.broadcast(thread);
  }

  /** What is unread and what awaits an acknowledgement. Fetching it counts as delivered. */
  inbox(request?: InboxOptions): Promise<InboxPage> {
    return this.board.inbox(request);
  }

  /**
   * Asks for a decision and waits for it, at most `timeout` (5 min): then it is `expired`, which is denied. Only
   * `approved` allows anything; call `approvals.consume` with the same action right before acting.
   */
  requestApproval(request: ApprovalInput, { signal }: { signal?: AbortSignal } = {}): Promise<EndedApproval> {
    const wait = () => this.approvals.requestAndWait(request, signal ? { signal } : {});
    return this.current ? this.current.whileWaiting(`approval of ${request.action}`, wait) : wait();
  }

  /** Appends to the audit log, signed and chained to what this client logged before. */
  logDecision(decision: DecisionInput): Promise<AuditEntry> {
    return this.audit.logDecision(decision);
  }

  /** Made when it is first asked for: most commands log nothing, and need no key. */
  get audit(): AuditLog {
    this.ownAudit ??= createAudit(this.acting);
    return this.ownAudit;
  }

  /** The locks of one task, apart from those of every other task of this client. Close it with the task. */
  forTask(task: FlowTask): TaskFlow {
    const locks = this.createLocks(`${this.identity}/${task.id}`);
    const flow = new TaskFlow(task, locks, this.configuration.cwd, (closed) => this.flows.delete(closed));
    this.flows.add(flow);
    return flow;
  }

  /** Writes that a lock holder whose time has passed can no longer make. */
  fencedFiles(): Promise<FencedFiles> {
    this.fenced ??= openFencedWrites(this.configuration);
    return this.fenced;
  }

  /** Gives back tasks and locks, leaves the registry, closes what it opened. Goes through all of it, then throws the first failure. */
  close(): Promise<void> {
    this.closing ??= closeAll([
      () => this.claims.releaseAll(),
      ...[...this.flows].map((flow) => () => flow.close()),
      () => this.locks.releaseAll(),
      async () => this.ownAudit?.close(),
      async () => this.agent?.leave(),
      async () => (await this.fenced)?.close(),
      async () => (this.connection.ownsStorage ? this.storage.close() : undefined),
    ]);
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private get acting() {
    const { connection, registry, name, identity } = this;
    return { connection, registry, name, identity };
  }

  private createLocks(holder: string): FileLock {
    const { storage, resources, clock, newId } = this.connection;
    return new FileLock({ storage, holder, resources, agentName: this.name, clock, newId });
  }
}
