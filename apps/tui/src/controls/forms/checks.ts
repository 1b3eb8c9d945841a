const MAX_LABELS = 16;

/** Words apart by blanks or commas. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

export function checkTags(text: string): string | undefined {
  return wordsOf(text).length > MAX_LABELS ? `At most ${MAX_LABELS} tags.` : undefined;
}

/** A check for a whole number in these bounds. */
export function wholeNumber(
  lowest: number,
  highest: number,
  { mayBeEmpty = false } = {},
): (text: string) => string | undefined {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '' && mayBeEmpty) return undefined;
    const number = Number(trimmed);
    const isRight = /^\d+$/.test(trimmed) && number >= lowest && number <= highest;
    return isRight ? undefined : `A whole number from ${lowest} to ${highest}.`;
  };
}
