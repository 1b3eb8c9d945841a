import { printable, redact } from '@agentcoord/core';

export interface SafeText {
  maxLength: number;
  singleLine?: boolean;
  /** Values that must not appear, whatever they look like. */
  secrets?: readonly string[];
}

/** Text of a model, a file or a command as it may be stored and shown: no secrets, no control characters, bounded. */
export function safeText(text: string, options: SafeText): string {
  const singleLine = options.singleLine ?? false;
  const shown = printable(redact(printable(text), options.secrets), { singleLine });
  const clean = singleLine ? shown.trim() : shown;
  return clean.length <= options.maxLength
    ? clean
    : `${clean.slice(0, options.maxLength - 1).toWellFormed()}…`;
}
