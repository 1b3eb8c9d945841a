import { createHash } from 'node:crypto';
import { canonicalJson } from '@agentcoord/core';
import type { ToolUseBlock } from '../model/content.js';
import type { ToolAnswer } from '../tools/tool.js';

const REMEMBERED = 16;
const WARN_AT = 3;
const STOP_AT = 6;

/**
 * Finds a model that goes round in a circle: the same call with the same answer, again and again
 * among the last 16. A call whose answer changes is progress; waiting for a lock is none of it.
 */
export class RepeatDetector {
  private readonly recent: string[] = [];

  note(call: ToolUseBlock, answer: ToolAnswer): 'fine' | 'warn' | 'stop' {
    if (answer.errorCode === 'lock_held' || answer.errorCode === 'would_deadlock') return 'fine';
    const action = createHash('sha256')
      .update(canonicalJson([call.name, call.input ?? null, answer.isError ?? false, answer.text]))
      .digest('base64');
    this.recent.push(action);
    if (this.recent.length > REMEMBERED) this.recent.shift();
    const times = this.recent.filter((known) => known === action).length;
    if (times >= STOP_AT) return 'stop';
    return times >= WARN_AT ? 'warn' : 'fine';
  }

  /** For a model that no longer sees its earlier answers: asking again is right then. */
  forget(): void {
    this.recent.length = 0;
  }
}
