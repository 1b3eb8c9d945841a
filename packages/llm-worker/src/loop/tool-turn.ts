import type { EngineContext } from '../engine/engine.js';
import type { ToolResultBlock, ToolUseBlock } from '../model/content.js';
import { SECRET_PLACEHOLDER } from '../text/known-secrets.js';
import { runTool } from '../tools/run-tool.js';
import type { ToolAnswer, ToolContext } from '../tools/tool.js';
import { verifyFailedError, verifyFeedback } from '../verify/verify-failure.js';
import { goingInCircles } from './loop-errors.js';
import { RepeatDetector } from './repeat-detector.js';

export interface TurnResult {
  /** One for each call, in their order. */
  results: ToolResultBlock[];
  finished?: { summary: string };
}

export interface TurnPlace {
  turn: number;
  /** Made again on purpose, which is no going in circles. */
  isRepeat?: boolean;
}

const WARNING = 'You have made this very call with this very answer before. Do something else, or finish.';

/** Runs the calls of one turn, and decides whether a finish counts. */
export class ToolTurn {
  private readonly repeats = new RepeatDetector();
  private failedRounds = 0;

  constructor(
    private readonly context: EngineContext,
    private readonly tools: ToolContext,
    private readonly label: string,
  ) {}

  /** How often a verification failed and went back to the model. */
  get verifyRounds(): number {
    return this.failedRounds;
  }

  /** Earlier answers were left out: the same calls again are no going in circles. */
  forgetRepeats(): void {
    this.repeats.forget();
  }

  /** One after the other in their order, finish last: an edit must not run beside another of the same file. */
  async run(calls: readonly ToolUseBlock[], { turn, isRepeat }: TurnPlace): Promise<TurnResult> {
    const report = (note: string): void | Promise<void> =>
      this.context.report(`[${this.label}] turn ${turn}/${this.context.limits.maxTurns}: ${note}`);
    const answers = new Map<ToolUseBlock, ToolAnswer>();
    const inOrder = [...calls].sort((a, b) => Number(a.name === 'finish') - Number(b.name === 'finish'));
    let finished: TurnResult['finished'];
    for (const call of inOrder) {
      let answer = repeatsPlaceholder(call)
        ? refusedPlaceholder
        : await runTool(call, { ...this.tools, report });
      if (answer.finish) {
        const failedCall = [...answers.values()].some((other) => other.isError);
        answer = failedCall || finished ? refusedFinish : await this.verified(answer);
        finished = answer.finish ?? finished;
      }
      answers.set(call, isRepeat ? answer : this.watched(call, answer));
    }
    return { results: calls.map((call) => resultBlock(call, answers.get(call))), finished };
  }

  private watched(call: ToolUseBlock, answer: ToolAnswer): ToolAnswer {
    const verdict = this.repeats.note(call, answer);
    if (verdict === 'stop') throw goingInCircles(call.name);
    return verdict === 'warn' ? { ...answer, text: `${answer.text}\n\n${WARNING}` } : answer;
  }

  /** A finish stands only if the verification passes; otherwise its output goes back, up to the limit. */
  private async verified(answer: ToolAnswer): Promise<ToolAnswer> {
    const { verification, limits } = this.context;
    const result = await verification?.run();
    if (!verification || !result || result.passed) return this.delivered(answer);
    if (this.failedRounds >= limits.verifyRounds) throw verifyFailedError(result, this.failedRounds);
    this.failedRounds += 1;
    return { text: verifyFeedback(result, verification.command), isError: true, errorCode: 'verify_failed' };
  }

  /** What passed is handed in; what does not go together with others' work goes back like a failed verification. */
  private async delivered(answer: ToolAnswer): Promise<ToolAnswer> {
    const { delivery, verification, limits } = this.context;
    if (!delivery || !answer.finish) return answer;
    const { summary } = answer.finish;
    const result = await delivery.deliver({ summary, files: this.tools.edits.written(), verification });
    if (result.delivered) return answer;
    if (this.failedRounds >= limits.verifyRounds) throw result.error;
    this.failedRounds += 1;
    return { text: result.feedback, isError: true, errorCode: result.error.code };
  }
}

/** Tools that only talk. */
const TALKING = new Set([
  'finish',
  'report_progress',
  'ask_board',
  'read_board',
  'request_approval',
  'create_subtask',
]);

/** Written back, the placeholder would take the place of the secret it hides. */
function repeatsPlaceholder({ name, input }: ToolUseBlock): boolean {
  return !TALKING.has(name) && (JSON.stringify(input) ?? '').includes(SECRET_PLACEHOLDER);
}

const refusedPlaceholder: ToolAnswer = {
  text:
    `Not done: ${SECRET_PLACEHOLDER} stands for a secret that you are not shown, and it would be lost. ` +
    'Leave that line as it is: edit the lines around it with edit_file.',
  isError: true,
  errorCode: 'conflict',
};

const refusedFinish: ToolAnswer = {
  text: 'Not finished: another call of this turn failed. Look at its answer first, then call finish alone.',
  isError: true,
  errorCode: 'conflict',
};

function resultBlock(call: ToolUseBlock, answer: ToolAnswer | undefined): ToolResultBlock {
  const block: ToolResultBlock = {
    type: 'tool_result',
    toolUseId: call.id,
    content: answer?.text ?? 'Not run.',
    isError: answer?.isError ?? answer === undefined,
  };
  if (answer?.errorCode) block.errorCode = answer.errorCode;
  return block;
}
