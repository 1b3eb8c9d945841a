import { printable } from '@agentcoord/core';

/** Text of others for a model: bounded, and without characters that would be read though nobody sees them. */
export function clip(text: string, maxCharacters: number): string {
  const clean = printable(text);
  if (clean.length <= maxCharacters) return clean;
  // Not in the middle of a character of two units.
  const end = /[\uD800-\uDBFF]/.test(clean.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
  return `${clean.slice(0, end)}… [${clean.length - end} more characters]`;
}

export function clipLine(text: string, maxCharacters: number): string {
  return clip(printable(text, { singleLine: true }), maxCharacters);
}

/** Any JSON of others: as text that is bounded, for its shape is not known. */
export function clipJson(value: unknown, maxCharacters: number): string {
  return clip(JSON.stringify(value) ?? '', maxCharacters);
}

export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
