import { describeThrown, MAX_ERROR_CHARACTERS, redact } from '@agentcoord/core';

/** Where the text is cut: the beginning says what failed, the end of an output says why. */
const HEAD_CHARACTERS = 2_000;
const CUT = '\n… [left out] …\n';

/** What is stored about a failure: never empty, without recognisable secrets, at most 8,000 characters. */
export function failureText(error: unknown): string {
  // Before the cut: half a secret is no longer recognised.
  const text = redact(described(error)).trim();
  if (text === '') return 'It failed without a message.';
  if (text.length <= MAX_ERROR_CHARACTERS) return text;
  const tailCharacters = MAX_ERROR_CHARACTERS - HEAD_CHARACTERS - CUT.length;
  return `${text.slice(0, HEAD_CHARACTERS)}${CUT}${text.slice(-tailCharacters)}`;
}

/** One line for people, without recognisable secrets, at most `maxLength` characters. */
export function noteText(text: string, maxLength: number): string {
  return redact(text).slice(0, maxLength);
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return describeThrown(error);
  const text = error.message || error.name;
  const cause = error.cause === undefined ? '' : describeThrown(error.cause);
  return cause === '' || text.includes(cause) ? text : `${text} (caused by: ${cause})`;
}
