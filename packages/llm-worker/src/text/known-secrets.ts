import { AgentCoordError, type JsonObject, type JsonValue, redact } from '@agentcoord/core';
import { commandSecrets } from '../command/command-environment.js';
import type { EngineOutcome } from '../engine/engine-outcome.js';
import type { Logger } from '../ports/logger.js';

/** What a model sees in place of a secret. It must not write it back: the secret would be lost. */
export const SECRET_PLACEHOLDER = '[secret hidden]';

/**
 * The secrets of an environment, and the one way to keep them out of everything that leaves a task: its
 * outcome, its log, its notes and its prompts.
 */
export class KnownSecrets {
  readonly values: readonly string[];

  constructor(environment: NodeJS.ProcessEnv) {
    const values = commandSecrets(environment).flatMap((value) => [value, ...linesOf(value)]);
    // Also as they look inside JSON, where quotes and line ends are written differently.
    const forms = values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
    this.values = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  /** Text without these values, and nothing else changed: a model must see the files as they are. */
  hide(text: string): string {
    return this.values.reduce((clean, value) => clean.replaceAll(value, SECRET_PLACEHOLDER), text);
  }

  /** Without these values and whatever looks like a secret. */
  redact(text: string): string {
    return redact(text, this.values);
  }

  outcome(outcome: EngineOutcome): EngineOutcome {
    const filesChanged = outcome.filesChanged.map((file) => ({ ...file, path: this.hide(file.path) }));
    const output = outcome.output === undefined ? {} : { output: this.json(outcome.output) };
    return outcome.status === 'done'
      ? { ...outcome, filesChanged, ...output, summary: this.redact(outcome.summary) }
      : { ...outcome, filesChanged, ...output, error: this.error(outcome.error) };
  }

  /** Its cause is told in the message of who stores it, so it goes the same way. */
  error(error: AgentCoordError): AgentCoordError {
    const cause = error.cause === undefined ? {} : { cause: new Error(this.redact(textOf(error.cause))) };
    const data = Object.fromEntries(
      Object.entries(error.data).map(([key, value]) => [key, this.json(value)]),
    );
    return new AgentCoordError(error.code, this.redact(error.message), { data, ...cause });
  }

  logger(logger: Logger): Logger {
    const clean =
      (level: keyof Logger) =>
      (message: string, data?: JsonObject): void =>
        logger[level](this.redact(message), data && (this.json(data) as JsonObject));
    return { debug: clean('debug'), info: clean('info'), warn: clean('warn'), error: clean('error') };
  }

  private json(value: JsonValue | undefined): JsonValue {
    if (typeof value === 'string') return this.redact(value);
    if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.hide(key), this.json(item)]));
  }
}

/** Shorter ones, and the frame of a key, are ordinary text. */
const SHORTEST_LINE = 16;

/** A key of several lines is shown line by line, with numbers in front. */
function linesOf(value: string): string[] {
  if (!value.includes('\n')) return [];
  const lines = value.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
