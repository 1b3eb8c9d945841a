import type { IncomingHttpHeaders } from 'node:http';
import type { ModelProvider } from '../../../src/index.js';
import type { Exchange, TurnUsage } from './turn.js';

export const KEY = 'sk-strict-test-key-0123456789';

export interface WireRequest {
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sends is what these rules are about
  body: any;
}

export interface WireError {
  status: number;
  body: unknown;
}

/** How one provider's protocol writes the same things. */
export interface Wire {
  name: 'anthropic' | 'responses' | 'chat';
  /** Where its SDK takes the base address from. */
  provider(url: string, more: { idleTimeout?: number }): ModelProvider;
  /** What the real server would refuse; `answered` is all that was sent so far. */
  refuses(request: WireRequest, answered: readonly WireAnswer[]): WireError | undefined;
  answer(exchange: Exchange, number: number): WireAnswer;
  error(status: number, kind: 'rate-limit' | 'overloaded' | 'too-long'): WireError;
  /** What is billed for a stream that is cut half-way. */
  billedWhenCut(usage: TurnUsage): TurnUsage | undefined;
}

export interface WireAnswer {
  /** Server-sent events, as text. */
  events: string[];
  /** What must come back unchanged. */
  thinking: unknown[];
}
