/** A bundle that silently lost its point would still work, only slowly: so what is to be replaced must be there. */
export function replaceOnce(text: string, what: string, by: string): string {
  const parts = text.split(what);
  if (parts.length !== 2) throw new Error(`Expected once, found ${parts.length - 1} times: ${what}`);
  return parts.join(by);
}
