import { AgentCoordError, pause, throwIfAborted } from '@agentcoord/core';
import type { AssistantBlock, ToolResultBlock, ToolUseBlock } from '../../model/content.js';
import type { ModelRequest, ModelResponse, ModelSession } from '../../model/model-provider.js';
import { meets, meetsAny, type SeenResult } from './expectation.js';
import type { ReplayTurn, Transcript } from './transcript.js';

const NOTHING_USED = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

interface PlayedTurn {
  turn: ReplayTurn;
  /** By the place of the call in the turn, so that a repeated call replaces its earlier result. */
  results: Map<number, SeenResult & { blocked: boolean }>;
  /** The ids of the calls that were sent last, and which call of the turn each is. */
  sent: Map<string, number>;
  repeats: number;
}

/** Plays one transcript. Whatever is not as it was recorded ends it with an error that names the turn. */
export class ReplaySession implements ModelSession {
  private next = 0;
  private played: PlayedTurn | undefined;
  private calls = 0;

  constructor(
    private readonly name: string,
    private readonly transcript: Transcript,
  ) {}

  async respond(request: ModelRequest): Promise<ModelResponse> {
    throwIfAborted(request.signal, 'a replay');
    const texts = this.takeResults(request);
    const repeated = await this.repeatBlocked(request);
    if (repeated) return repeated;
    const seen = [...(this.played?.results.values() ?? []), ...texts];
    return this.play(this.nextTurn(seen));
  }

  complete(): void {
    const left = this.transcript.turns.slice(this.next).filter((turn) => !turn.when);
    if (left.length > 0)
      throw this.mismatch(`the task is done, but ${left.length} of its turns were not played`, {});
  }

  private takeResults(request: ModelRequest): SeenResult[] {
    const last = request.messages.at(-1);
    const texts: SeenResult[] = [];
    for (const block of last?.role === 'user' && this.played ? last.content : []) {
      if (block.type === 'text') texts.push({ tool: undefined, isError: false, text: block.text });
      else this.takeResult(block);
    }
    return texts;
  }

  private takeResult(block: ToolResultBlock): void {
    const place = this.played?.sent.get(block.toolUseId);
    if (!this.played || place === undefined) return;
    const call = this.played.turn.content[place];
    const tool = call?.type === 'tool_use' ? call.name : undefined;
    const lock = block.errorCode === 'lock_held' || block.errorCode === 'would_deadlock';
    // A finish beside a call that met a lock was not accepted for that reason.
    const blocked = lock || (tool === 'finish' && block.errorCode === 'conflict');
    this.played.results.set(place, { tool, isError: block.isError, text: block.content, blocked });
  }

  /** Only the calls that were blocked are made again: what was done must not be done twice. */
  private async repeatBlocked(request: ModelRequest): Promise<ModelResponse | undefined> {
    const played = this.played;
    const blocked = [...(played?.results ?? [])]
      .filter(([, result]) => result.blocked)
      .map(([place]) => place);
    if (!played || blocked.length === 0 || played.turn.onLockHeld.times === 0) return undefined;
    const { wait, times } = played.turn.onLockHeld;
    if (played.repeats >= times) {
      const held = played.results.get(blocked[0] ?? 0)?.text ?? '';
      throw new AgentCoordError(
        'lock_held',
        `Replay "${this.name}", turn ${this.next}: the lock was still held after ${times} repeats. ${held}`,
        { data: { transcript: this.name, turn: this.next } },
      );
    }
    played.repeats += 1;
    request.onWait(`a lock is held; repeat ${played.repeats} of ${times} follows`);
    await pause(wait, request.signal, 'waiting for a lock');
    return { ...this.send(played, blocked), isRepeat: true };
  }

  private nextTurn(seen: readonly SeenResult[]): ReplayTurn {
    for (;;) {
      const turn = this.transcript.turns[this.next];
      if (!turn)
        throw this.mismatch('there is no turn left, but the task is not finished', {
          results: excerpt(seen),
        });
      this.next += 1;
      if (turn.when && !meetsAny(turn.when, seen)) continue;
      const unmet = turn.expect.find((expectation) => !meetsAny(expectation, seen));
      if (unmet) throw this.mismatch(`no result meets ${JSON.stringify(unmet)}`, { results: excerpt(seen) });
      this.refuseUnexpectedErrors(turn, seen);
      return turn;
    }
  }

  /** An error that the turn does not speak of is a difference, too. */
  private refuseUnexpectedErrors(turn: ReplayTurn, seen: readonly SeenResult[]): void {
    const spokenOf = [...turn.expect, ...(turn.when ? [turn.when] : [])].filter(
      (expectation) => expectation.isError === true,
    );
    const unexpected = seen.find(
      (result) => result.isError && !spokenOf.some((expectation) => meets(expectation, result)),
    );
    if (unexpected)
      throw this.mismatch(`${unexpected.tool} failed, which was not expected`, {
        results: excerpt([unexpected]),
      });
  }

  private play(turn: ReplayTurn): ModelResponse {
    this.played = { turn, results: new Map(), sent: new Map(), repeats: 0 };
    const everyPlace = turn.content.map((_, place) => place);
    return this.send(this.played, everyPlace);
  }

  private send(played: PlayedTurn, places: readonly number[]): ModelResponse {
    played.sent.clear();
    const content: AssistantBlock[] = [];
    for (const place of places) {
      const block = played.turn.content[place];
      if (block?.type === 'text') content.push({ type: 'text', text: block.text });
      else if (block) content.push(this.call(played, place, block));
    }
    const hasCalls = content.some((block) => block.type === 'tool_use');
    const stopReason = played.turn.stopReason ?? (hasCalls ? 'tool_use' : 'end_turn');
    return { content, stopReason, usage: NOTHING_USED };
  }

  private call(
    played: PlayedTurn,
    place: number,
    block: { name: string; input: Record<string, unknown> },
  ): ToolUseBlock {
    this.calls += 1;
    const id = `replay_${this.calls}`;
    played.sent.set(id, place);
    return { type: 'tool_use', id, name: block.name, input: structuredClone(block.input) };
  }

  private mismatch(problem: string, data: { results?: string }): AgentCoordError {
    const turn = Math.min(this.next, this.transcript.turns.length) || 1;
    const results = data.results === undefined ? '' : ` It saw: ${data.results}`;
    return new AgentCoordError(
      'provider_failed',
      `Replay "${this.name}", turn ${turn} of ${this.transcript.turns.length}: ${problem}.${results}`,
      { data: { reason: 'replay_mismatch', transcript: this.name, turn, retryable: false } },
    );
  }
}

function excerpt(seen: readonly SeenResult[]): string {
  if (seen.length === 0) return 'no results';
  return seen
    .map(
      (result) => `${result.tool ?? 'text'}${result.isError ? ' (error)' : ''}: ${result.text.slice(0, 300)}`,
    )
    .join(' | ');
}
