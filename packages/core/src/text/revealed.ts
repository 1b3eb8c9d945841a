import { UNPRINTABLE } from './unprintable.js';

/**
 * Text of others as it stands, and safe for a terminal: what `printable` leaves out is written as `\u{…}`. For
 * who decides about exactly this text: nothing of it is hidden, also not what a sequence would swallow.
 */
export function revealed(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
