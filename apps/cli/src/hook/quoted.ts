import { printable, redact } from '@agentcoord/core';

/**
 * Text of others for the eyes of a model: one line between quotes that it cannot close, without control characters
 * or secrets of a known shape, and no longer than this.
 */
export function quoted(text: string, most: number): string {
  const clean = redact(printable(text));
  const short = clean.length > most ? `${clean.slice(0, most)}…` : clean;
  // A tag that looks like the program's own would be read as one.
  return JSON.stringify(short).replaceAll('<', '\\u003c');
}
