import {
  AgentCoordError,
  checkInteger,
  type Duration,
  durationMs,
  type JsonObject,
  throwIfAborted,
  toAgentCoordError,
} from '@agentcoord/core';
import type { Accounts } from '../budget/call-account.js';
import { taskVariables } from '../command/command-environment.js';
import { TaskEdits } from '../edits/task-edits.js';
import { TaskLocks } from '../edits/task-locks.js';
import type { Engine } from '../engine/engine.js';
import { type EngineOutcome, failed } from '../engine/engine-outcome.js';
import { startDeadline } from '../engine/run-deadline.js';
import type { TaskAssignment } from '../engine/task-assignment.js';
import { parsePayload } from '../engine/task-payload.js';
import type { ModelProvider } from '../model/model-provider.js';
import type { PriceTable } from '../prices/price-table.js';
import { openReview } from '../review/review-job.js';
import { createSandbox } from '../sandbox/create-sandbox.js';
import { modelCommands } from '../sandbox/model-commands.js';
import type { SandboxOptions } from '../sandbox/sandbox.js';
import { taskTeam } from '../team/task-team.js';
import { safeText } from '../text/safe-text.js';
import { toolDefinitions, toolsWith } from '../tools/tool-set.js';
import { openWorkspace } from '../workspace/workspace.js';
import { CallSpending } from './call-spending.js';
import { Conversation } from './conversation.js';
import { taskMessage } from './instructions.js';
import { type LoopEnd, runModelLoop } from './model-loop.js';
import { ToolTurn } from './tool-turn.js';
import { UsageMeter } from './usage-meter.js';

export interface LlmEngineOptions {
  provider: ModelProvider;
  /** How long a write waits for another holder unless the model says otherwise. Default `'10s'`. */
  lockWait?: Duration;
  /** How long the files named in `payload.files` are waited for before the first request. Default `'5m'`. */
  filesWait?: Duration;
  /**
   * What becomes of the files of a task that failed. `restore` (default) puts them back while their
   * locks are still held, so that nobody builds on half of a work; `keep` leaves them.
   */
  onFailure?: 'restore' | 'keep';
  /** What the tokens cost, for the results. Left out: the cost is not known. */
  prices?: PriceTable;
  /** Where calls are reserved, settled and written down. Left out: only the limits of the task bound them. */
  accounts?: Accounts;
  /** Told when the provider refuses a call because of a rate limit or an overload. */
  onRateLimited?(seen: { provider: string; model: string }): void;
  /** For the commands of the model. Default: bubblewrap without network; where there is none, they are refused. */
  sandbox?: SandboxOptions;
  /** Put after the standing instructions: the project's conventions. */
  instructions?: string;
  /**
   * Older answers of tools are left out once a prompt has more tokens than this. A model with a smaller window says
   * itself when it is full. Default 100,000.
   */
  contextTokens?: number;
}

const DEFAULT_CONTEXT_TOKENS = 100_000;
const NO_SANDBOX =
  'The model of this task runs its commands WITHOUT A SANDBOX: they can do all that the user of this worker can.';
const DEFAULT_OUTPUT_TOKENS = 16_000;

/** The engine `llm`: a model works on the task with file tools, under file locks, through fenced writes. */
export function createLlmEngine(options: LlmEngineOptions): Engine {
  const lockWaitMs = durationMs(options.lockWait ?? '10s', 'lockWait');
  const filesWaitMs = durationMs(options.filesWait ?? '5m', 'filesWait');
  const contextTokens = checkInteger(
    options.contextTokens ?? DEFAULT_CONTEXT_TOKENS,
    'contextTokens',
    1_000,
    100_000_000,
  );
  const { provider, prices } = options;
  const sandbox = createSandbox(options.sandbox);

  return {
    name: 'llm',
    sandbox,
    async run(task, context) {
      const price = prices?.priceOf(provider.model);
      const meter = new UsageMeter(provider, { maxTokens: context.limits.maxTokens, price });
      const deadline = startDeadline(context.limits.timeoutMs, context.signal, `The task "${task.title}"`);
      const { signal } = deadline;
      const { logger } = context;
      const intent = safeText(task.title, { maxLength: 200, singleLine: true }) || task.id;
      const locks = new TaskLocks({
        locking: context.locks,
        intent,
        signal,
        logger,
        onLost: (error) => deadline.abort(error),
      });
      if (sandbox.name === 'none') logger.warn(NO_SANDBOX, { task: task.id });
      try {
        const workspace = await openWorkspace(context.workspaceRoot);
        const hide = (text: string): string => context.secrets.hide(text);
        const team = context.team && taskTeam(context.team, task, context.secrets);
        const guarded = team?.protectedWrites;
        const edits = new TaskEdits({
          workspace,
          locks,
          files: context.files,
          signal,
          logger,
          ...(guarded && { askForProtected: (write) => guarded.approve(write) }),
        });
        try {
          await edits.hold(declaredFiles(task), filesWaitMs);
          // Where no model answers, nothing is paid.
          const account = provider.isLive
            ? options.accounts?.forTask(task, { provider: provider.name, model: provider.model })
            : undefined;
          const spending = new CallSpending(
            meter,
            account,
            provider.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS,
          );
          const session = await provider.openSession(task);
          const commands = modelCommands({ sandbox, workspace, variables: taskVariables(task), signal });
          const review = parsePayload(task.payload).job === 'review' ? openReview() : undefined;
          const offered = review?.tools ?? toolsWith(team);
          const tools = {
            workspace,
            edits,
            commands,
            signal,
            lockWaitMs,
            report: context.report,
            offered,
            ...(team && { team }),
          };
          const toolTurn = new ToolTurn(context, tools, provider.name);
          const conversation = new Conversation(taskMessage(task, context.verification), hide);
          const instructions = options.instructions && hide(options.instructions);
          const end = await runModelLoop({
            provider,
            session,
            conversation,
            toolTurn,
            tools: toolDefinitions(offered),
            spending,
            context,
            signal,
            instructions,
            contextTokens,
            ...(review && { system: review.system }),
            onRateLimited: () => options.onRateLimited?.({ provider: provider.name, model: provider.model }),
          });
          session.complete?.();
          throwIfAborted(signal, 'the task at its very end');
          const output = {
            ...description(provider),
            turns: end.turns,
            verifyRounds: toolTurn.verifyRounds,
            ...(review && { findings: review.findings }),
          };
          return done(provider, end, { filesChanged: edits.changes(), usage: meter.total, output });
        } catch (thrown) {
          const kept =
            context.delivery?.keepsFailedWork ||
            options.onFailure === 'keep' ||
            (await edits.restore()).length > 0;
          const filesChanged = kept ? edits.changes() : [];
          return failed(reasonOf(thrown, signal), {
            filesChanged,
            usage: meter.total,
            output: description(provider),
          });
        }
      } catch (thrown) {
        return failed(toAgentCoordError(thrown), { usage: meter.total, output: description(provider) });
      } finally {
        deadline.close();
        await locks.releaseAll();
      }
    },
  };
}

/** Taken all at once while nothing is held: tasks that name their files cannot block each other half-way. */
function declaredFiles(task: TaskAssignment): string[] {
  return parsePayload(task.payload).files ?? [];
}

function description(provider: ModelProvider): JsonObject {
  return { provider: provider.name, model: provider.model, live: provider.isLive };
}

type Work = Pick<EngineOutcome, 'filesChanged' | 'usage' | 'output'>;

function done(provider: ModelProvider, end: LoopEnd, work: Work): EngineOutcome {
  const summary = safeText(end.summary, { maxLength: 4000 }).trim() || '(no summary)';
  return { status: 'done', summary: provider.isLive ? summary : `[${provider.name}] ${summary}`, ...work };
}

/** Whatever broke first after the signal fired, the signal's reason is why. */
function reasonOf(thrown: unknown, signal: AbortSignal): AgentCoordError {
  return toAgentCoordError(signal.aborted && AgentCoordError.is(signal.reason) ? signal.reason : thrown);
}
