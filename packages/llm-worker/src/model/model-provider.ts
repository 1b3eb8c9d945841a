import type { JsonObject } from '@agentcoord/core';
import type { TaskAssignment } from '../engine/task-assignment.js';
import type { AssistantBlock, ModelMessage } from './content.js';
import type { TokenUsage } from './token-usage.js';

export const STOP_REASONS = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface ToolDefinition {
  name: string;
  description: string;
  /** A JSON Schema of an object. */
  inputSchema: JsonObject;
}

export interface ModelRequest {
  system: string;
  tools: readonly ToolDefinition[];
  messages: readonly ModelMessage[];
  /** An upper bound of this request; the provider may have a lower one. */
  maxOutputTokens: number;
  signal: AbortSignal;
  /** Told when the provider waits before it tries again. */
  onWait(note: string): void;
  /** Told when a try was refused by a rate limit or an overload of the server. */
  onRateLimited?(): void;
  /**
   * Told what a failed try used up, before it is tried again or given up; where the output is not known,
   * it is estimated from the bytes that came. Not told of a try that was not billed.
   */
  onDiscarded(usage: TokenUsage, receivedBytes: number): void | Promise<void>;
  /** Asked before each try but the first: it costs, too. @throws `budget_exceeded`: do not make it. */
  beforeRetry(): Promise<void>;
}

export interface ModelResponse {
  content: AssistantBlock[];
  /** Kept with the message and handed back unchanged. */
  native?: unknown;
  stopReason: StopReason;
  /** Why the model refused, as far as it said. */
  stopDetail?: string;
  usage: TokenUsage;
  /** Calls of an earlier turn made again after a wait: bounded by the provider, and not counted as a turn. */
  isRepeat?: boolean;
}

/** One conversation about one attempt of one task. */
export interface ModelSession {
  /** One request, one response. Retries are the provider's own business. */
  respond(request: ModelRequest): Promise<ModelResponse>;
  /** Called once after the task passed its verification; may throw when the course of things was not the expected one. */
  complete?(): void;
}

export interface ModelProvider {
  /** Shown with every note and every result. */
  readonly name: string;
  readonly model: string;
  /** False where no model answers (a recording, a fake): results say so. */
  readonly isLive: boolean;
  /** The longest answer it asks for, with thinking. Default 16,000. */
  readonly maxOutputTokens?: number;
  openSession(task: TaskAssignment): Promise<ModelSession>;
}
