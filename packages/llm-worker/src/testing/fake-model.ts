import { AgentCoordError, throwIfAborted } from '@agentcoord/core';
import type { TaskAssignment } from '../engine/task-assignment.js';
import { type AssistantBlock, textOf, toolUses } from '../model/content.js';
import type {
  ModelProvider,
  ModelRequest,
  ModelResponse,
  ModelSession,
  StopReason,
} from '../model/model-provider.js';
import type { TokenUsage } from '../model/token-usage.js';

/** What the model does in one turn. */
export interface FakeTurn {
  text?: string;
  calls?: ReadonlyArray<{ name: string; input: Record<string, unknown> }>;
  /** Default: `tool_use` where there are calls, else `end_turn`. */
  stopReason?: StopReason;
  /** Default: none at all. `null` counts: the provider did not say. */
  usage?: Partial<TokenUsage>;
  /** Thrown instead. */
  error?: Error;
}

/** One after the other; a function is asked with the request, and so can answer what the tools said. */
export type FakeTurns = ReadonlyArray<FakeTurn | ((request: ModelRequest) => FakeTurn | Promise<FakeTurn>)>;

export interface FakeModelOptions {
  /** Shown with notes and results. Default `fake`. */
  model?: string;
  /** `true`: takes part in budgets, with the price of `model`. Default false: nothing is paid. */
  isLive?: boolean;
}

const NO_TOKENS: TokenUsage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

/**
 * A model that does what your test says. Every task plays the turns from their beginning; a function gives each
 * task its own. Running out of turns fails the task, and names the turn.
 *
 *     const model = new FakeModel([
 *       { calls: [{ name: 'write_file', input: { path: 'a.txt', content: 'hello\n' } }] },
 *       { calls: [{ name: 'finish', input: { summary: 'Wrote a greeting.' } }] },
 *     ]);
 */
export class FakeModel implements ModelProvider {
  readonly name = 'fake';
  readonly model: string;
  readonly isLive: boolean;
  /** What it was asked, in order, with the messages as they were then. */
  readonly requests: ModelRequest[] = [];
  private calls = 0;

  constructor(
    private readonly turns: FakeTurns | ((task: TaskAssignment) => FakeTurns),
    options: FakeModelOptions = {},
  ) {
    this.model = options.model ?? 'fake';
    this.isLive = options.isLive ?? false;
  }

  /** What the tools answered to the turn before the last request. */
  get lastResults(): string {
    return textOf(this.requests.at(-1)?.messages.at(-1)?.content ?? []);
  }

  openSession(task: TaskAssignment): Promise<ModelSession> {
    const turns = typeof this.turns === 'function' ? this.turns(task) : this.turns;
    let played = 0;
    const respond = async (request: ModelRequest): Promise<ModelResponse> => {
      throwIfAborted(request.signal, 'a fake model');
      this.requests.push({ ...request, messages: structuredClone(request.messages) });
      const turn = turns[played];
      if (turn === undefined) throw noTurnLeft(task, turns.length);
      played += 1;
      return this.play(typeof turn === 'function' ? await turn(request) : turn);
    };
    return Promise.resolve({ respond });
  }

  private play({ text, calls = [], stopReason, usage, error }: FakeTurn): ModelResponse {
    if (error) throw error;
    const said: AssistantBlock[] = text === undefined ? [] : [{ type: 'text', text }];
    const content = [...said, ...calls.map((call) => this.call(call))];
    return {
      content,
      stopReason: stopReason ?? (toolUses(content).length > 0 ? 'tool_use' : 'end_turn'),
      usage: { ...NO_TOKENS, ...usage },
    };
  }

  private call({ name, input }: { name: string; input: Record<string, unknown> }): AssistantBlock {
    this.calls += 1;
    return { type: 'tool_use', id: `fake_${this.calls}`, name, input: structuredClone(input) };
  }
}

function noTurnLeft(task: TaskAssignment, turns: number): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    `The fake model has no turn left for "${task.title}" after ${turns}. Add one, or end with a call of finish.`,
    { data: { reason: 'unfinished', turns, retryable: false } },
  );
}
