import {
  AgentCoordError,
  type Clock,
  systemClock,
  throwIfAborted,
  toAgentCoordError,
} from '@agentcoord/core';
import type { DeliveredWork } from '../delivery/delivery.js';
import { openTaskWorkspace } from '../delivery/open-task-workspace.js';
import type { TaskWorkspace, WorkspaceOptions } from '../delivery/task-workspace.js';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { FileLocking } from '../ports/file-locking.js';
import { type Logger, silentLogger } from '../ports/logger.js';
import type { Team } from '../ports/team.js';
import { KnownSecrets } from '../text/known-secrets.js';
import { safeText } from '../text/safe-text.js';
import { createVerification, type TrackedVerification } from '../verify/verification.js';
import { verifyFailedError } from '../verify/verify-failure.js';
import type { Engine, EngineContext } from './engine.js';
import { type EngineLimitOptions, resolveLimits } from './engine-limits.js';
import { type DoneOutcome, type EngineOutcome, failed } from './engine-outcome.js';
import { startDeadline } from './run-deadline.js';
import type { TaskAssignment } from './task-assignment.js';
import { parsePayload, type TaskPayload } from './task-payload.js';

/** What the worker process hands to an engine run. */
export interface AssignmentContext {
  workspaceRoot: string;
  signal: AbortSignal;
  report?(note: string): void | Promise<void>;
  locks: FileLocking;
  files: FencedWrites;
  clock?: Clock;
  logger?: Logger;
  limits?: EngineLimitOptions;
  /** Whom a model can ask. Default: nobody. */
  team?: Team;
  /** Left out: the task works in `workspaceRoot` under its locks, and nothing is committed. */
  workspace?: WorkspaceOptions;
  /** Named in the commit of the task. Default `agent`. */
  agent?: string;
}

export interface RunAssignmentOptions {
  /** One of a name at most. */
  engines: readonly Engine[];
  /** Where `verify` takes its environment from, without secrets. Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
}

/**
 * Runs one claimed task: picks its engine (`payload.engine`; else `command` where there is a
 * `payload.command`, else `llm`), runs it, and verifies the work when `payload.verify` says how.
 *
 * Never rejects. `done` means: the engine finished and, where asked for, the verification passed.
 * When it resolves, every process it started has ended and every file lock it took is given back.
 */
export async function runAssignment(
  assignment: TaskAssignment,
  context: AssignmentContext,
  options: RunAssignmentOptions,
): Promise<EngineOutcome> {
  const secrets = new KnownSecrets(options.environment ?? process.env);
  return secrets.outcome(await run(assignment, context, { ...options, secrets }));
}

async function run(
  assignment: TaskAssignment,
  context: AssignmentContext,
  options: RunAssignmentOptions & { secrets: KnownSecrets },
): Promise<EngineOutcome> {
  const { secrets } = options;
  try {
    const payload = parsePayload(assignment.payload);
    const engine = chooseEngine(payload, options.engines);
    const limits = resolveLimits(context.limits);
    const timeoutMs = Math.min(payload.timeout ?? limits.timeoutMs, limits.timeoutMs);
    const deadline = startDeadline(timeoutMs, context.signal, `The task "${assignment.title}"`);
    try {
      throwIfAborted(deadline.signal, 'the task before it began');
      const logger = secrets.logger(context.logger ?? silentLogger);
      const environment = options.environment ?? process.env;
      const report = createReporter(context, secrets, logger);
      const { signal } = deadline;
      const { workspaceRoot, locks, files, agent = 'agent' } = context;
      const hide = (text: string): string => secrets.hide(text);
      // A review changes nothing: it needs neither a tree of its own nor a commit.
      const place = payload.job === 'review' ? undefined : context.workspace;
      const workspace = await openTaskWorkspace(place, {
        assignment,
        agent,
        root: workspaceRoot,
        locks,
        files,
        signal,
        logger,
        report,
        hide,
      });
      const verification =
        payload.verify &&
        createVerification(payload.verify, {
          assignment,
          context: { workspaceRoot: workspace.root },
          environment,
          signal,
          report,
          sandbox: engine.sandbox,
        });
      const engineContext: EngineContext = {
        workspaceRoot: workspace.root,
        signal,
        report,
        locks: workspace.locks,
        files: workspace.files,
        delivery: workspace.delivery,
        clock: context.clock ?? systemClock,
        logger,
        secrets,
        limits: { ...limits, timeoutMs, verifyRounds: payload.verify?.rounds ?? limits.verifyRounds },
        verification,
        ...(context.team && { team: context.team }),
      };
      return await workspace.close(
        await handIn(workspace, { engine, assignment, engineContext, verification }),
      );
    } finally {
      deadline.close();
    }
  } catch (thrown) {
    return failed(toAgentCoordError(thrown));
  }
}

function chooseEngine(payload: TaskPayload, engines: readonly Engine[]): Engine {
  const name = payload.engine ?? (payload.command === undefined ? 'llm' : 'command');
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine) return engine;
  const has = engines.map((candidate) => candidate.name).join(', ') || 'none';
  // Another worker may have that engine, so another attempt can end differently.
  throw new AgentCoordError(
    'unsupported',
    `The task needs the engine ${name}; this worker has: ${has}. ` +
      (name === 'llm'
        ? 'Start a worker with a provider (an API key or replay transcripts), or give the task a payload.command.'
        : 'Start a worker with the command engine.'),
    { data: { engine: name, retryable: true } },
  );
}

interface EngineRun {
  engine: Engine;
  assignment: TaskAssignment;
  engineContext: EngineContext;
  verification: TrackedVerification | undefined;
}

/** An engine that can mend its work hands it in itself; for the others it is done here. */
async function handIn({ delivery }: TaskWorkspace, run: EngineRun): Promise<EngineOutcome> {
  const { engine, assignment, engineContext, verification } = run;
  try {
    const outcome = await engine.run(assignment, engineContext);
    const verified =
      outcome.status === 'done' && verification && !delivery?.delivered
        ? await insistOn(verification, outcome)
        : outcome;
    if (verified.status === 'failed' || !delivery) return verified;
    if (delivery.delivered) return { ...verified, ...commitOf(delivery.delivered) };
    const result = await delivery.deliver({ summary: verified.summary, files: [], verification });
    if (result.delivered) return { ...verified, ...commitOf(result.work) };
    const { summary, status, ...work } = verified;
    // The next attempt begins with what the others have merged.
    return failed(result.error, { ...work, retryable: true });
  } catch (thrown) {
    return failed(toAgentCoordError(thrown));
  }
}

function commitOf(work: DeliveredWork): { delivered?: DeliveredWork } {
  return Object.keys(work).length > 0 ? { delivered: work } : {};
}

/** Whatever an engine believes: without a passed verification there is no `done`. */
async function insistOn(verification: TrackedVerification, outcome: DoneOutcome): Promise<EngineOutcome> {
  if (verification.passed()) return outcome;
  const result = await verification.run();
  if (result.passed) return outcome;
  const { summary, status, ...work } = outcome;
  return failed(verifyFailedError(result), work);
}

/** Notes are text of models and commands: made safe to show, and never able to end the task. */
function createReporter(
  context: AssignmentContext,
  { values: secrets }: KnownSecrets,
  logger: Logger,
): (note: string) => Promise<void> {
  return async (note) => {
    try {
      await context.report?.(safeText(note, { maxLength: 500, singleLine: true, secrets }));
    } catch (thrown) {
      logger.warn('A progress note could not be reported.', { reason: toAgentCoordError(thrown).message });
    }
  };
}
