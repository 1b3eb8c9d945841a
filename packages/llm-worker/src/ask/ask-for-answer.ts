import { AgentCoordError, type JsonObject, toAgentCoordError } from '@agentcoord/core';
import type { Accounts } from '../budget/call-account.js';
import { CallSpending } from '../loop/call-spending.js';
import { Conversation } from '../loop/conversation.js';
import { refusedError, unfinished } from '../loop/loop-errors.js';
import { UsageMeter } from '../loop/usage-meter.js';
import { toolUses, type UserBlock } from '../model/content.js';
import type { ModelProvider, ModelResponse } from '../model/model-provider.js';
import type { ModelUsage } from '../model/token-usage.js';
import type { PriceTable } from '../prices/price-table.js';
import { KnownSecrets } from '../text/known-secrets.js';
import { shortenMiddle } from '../text/shorten-middle.js';

export interface Question<Answer> {
  provider: ModelProvider;
  /** Whose cost it is, and what bounds it: as of a task of this id. */
  id: string;
  /** For people; a replay is found by it. */
  title: string;
  system: string;
  text: string;
  /** The answer as the input of a tool, by a JSON Schema. The model sees it; `check` decides. */
  answer: { name: string; description: string; inputSchema: JsonObject };
  /** @throws an `AgentCoordError` whose message tells the model what to mend. */
  check(input: unknown): Answer;
  /** How often a wrong answer goes back to the model. Default 3. */
  repairs?: number;
  accounts?: Accounts;
  prices?: PriceTable;
  /** Of all rounds together. Default 1,000,000. */
  maxTokens?: number;
  /** Its secrets do not go to the model. Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onWait?(note: string): void;
}

export interface Answered<Answer> {
  answer: Answer;
  usage: ModelUsage;
  /** How often the answer had to be mended. */
  repairs: number;
}

const DEFAULT_REPAIRS = 3;
const DEFAULT_OUTPUT_TOKENS = 16_000;
const MAX_PROBLEM_BYTES = 4 * 1024;

/**
 * One question to a model outside of any task, answered by one call of one tool: no files, no commands. An answer that
 * is not accepted goes back with the reason, a bounded number of times; every try is reserved and settled as
 * the calls of tasks are.
 * @throws the reason of the last refusal as `provider_failed`; `budget_exceeded`; what the provider throws.
 */
export async function askForAnswer<Answer>(question: Question<Answer>): Promise<Answered<Answer>> {
  const { provider, id, title, signal, accounts, prices } = question;
  const repairs = question.repairs ?? DEFAULT_REPAIRS;
  const limits = { maxTokens: question.maxTokens ?? 1_000_000, price: prices?.priceOf(provider.model) };
  const meter = new UsageMeter(provider, limits);
  const account = provider.isLive
    ? accounts?.forTask({ id }, { provider: provider.name, model: provider.model })
    : undefined;
  const spending = new CallSpending(meter, account, provider.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS);
  const secrets = new KnownSecrets(question.environment ?? process.env);
  const conversation = new Conversation(question.text, (text) => secrets.hide(text));
  const session = await provider.openSession({ id, title, tags: [], attempt: 1 });
  const ask = async (): Promise<ModelResponse> => {
    const asked = {
      system: question.system,
      tools: [question.answer],
      messages: conversation.messages,
      signal,
      onWait: question.onWait ?? (() => undefined),
    };
    const maxOutputTokens = await spending.begin(asked);
    try {
      const response = await session.respond({
        ...asked,
        maxOutputTokens,
        onDiscarded: (usage, receivedBytes) => spending.discarded(asked, usage, receivedBytes),
        beforeRetry: () => spending.again(asked, maxOutputTokens),
      });
      await spending.answered(asked, response);
      return response;
    } finally {
      await spending.end();
    }
  };
  for (let round = 0; ; round += 1) {
    const response = await ask();
    const judged = judge(question, response);
    if ('answer' in judged) {
      session.complete?.();
      return { answer: judged.answer, usage: meter.total, repairs: round };
    }
    if (round >= repairs) throw notMended(judged.problem, repairs);
    question.onWait?.(`the answer was not accepted; it goes back (${round + 1} of ${repairs})`);
    conversation.addAssistant(response);
    conversation.addUser(judged.reply);
  }
}

type Judged<Answer> = { answer: Answer } | { problem: string; reply: UserBlock[] };

function judge<Answer>(question: Question<Answer>, response: ModelResponse): Judged<Answer> {
  const { provider, answer } = question;
  if (response.stopReason === 'refusal') throw refusedError(provider.name, response.stopDetail);
  const calls = toolUses(response.content);
  const [call] = calls;
  if (!call) {
    const cut = response.stopReason === 'max_tokens' ? 'Your answer was cut off: make it shorter. ' : '';
    const problem = `${cut}Answer by calling ${answer.name}, and nothing else.`;
    return { problem, reply: [{ type: 'text', text: problem }] };
  }
  try {
    if (call.inputError !== undefined) throw unfinished(`its answer could not be read: ${call.inputError}`);
    if (call.name !== answer.name) throw unfinished(`it called ${call.name}; there is only ${answer.name}`);
    if (calls.length > 1) throw unfinished(`it called ${answer.name} ${calls.length} times at once`);
    return { answer: question.check(call.input) };
  } catch (thrown) {
    const { message } = toAgentCoordError(thrown);
    const content = shortenMiddle(`Not accepted: ${message}`, MAX_PROBLEM_BYTES);
    const reply = calls.map(
      ({ id }): UserBlock => ({ type: 'tool_result', toolUseId: id, content, isError: true }),
    );
    return { problem: message, reply };
  }
}

function notMended(problem: string, repairs: number): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    `The model gave no acceptable answer, also after it was told what is wrong ${repairs} times. The last time: ${problem}`,
    { data: { reason: 'answer_refused', repairs, retryable: true } },
  );
}
