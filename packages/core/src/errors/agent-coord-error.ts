import type { JsonObject } from '../text/json.js';
import { printable } from '../text/printable.js';
import type { ErrorCode } from './codes.js';

const BRAND = Symbol.for('agentcoord.error');

export interface ErrorDetails {
  /** What a program needs to react: names, limits, the holder. Never a secret. */
  data?: JsonObject;
  cause?: unknown;
}

/**
 * The one error class of the product. `message` says what happened, why, and what to do next;
 * `code` and `data` say the same to a program. A message may quote what others wrote, so it is made
 * safe for a terminal here, once for all of them; `data` holds the values as they were.
 *
 * Two copies of this package in one process recognise each other's errors: use `is`, not `instanceof`.
 */
export class AgentCoordError extends Error {
  override readonly name = 'AgentCoordError';
  readonly code: ErrorCode;
  readonly data: JsonObject;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(printable(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.data = details.data ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for an error of this product, and where codes are given, only for one of them. */
  static is(error: unknown, ...codes: ErrorCode[]): error is AgentCoordError {
    if (typeof error !== 'object' || error === null || !(BRAND in error)) return false;
    const { code } = error as { code?: ErrorCode };
    return codes.length === 0 || (code !== undefined && codes.includes(code));
  }

  toJSON(): JsonObject {
    return { code: this.code, message: this.message, data: this.data };
  }
}
