const URL_PASSWORD = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/]*@/gi;
const KNOWN_TOKENS = /\b(?:sk-(?:ant-)?[\w-]{16,}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})/g;
const BEARER = /\b(bearer|authorization:\s*\w+)\s+[\w.~+/=-]{8,}/gi;
const NAMED_SECRET =
  /\b(\w*(?:password|passwd|secret|token|api_?key)\w*["']?\s*[=:]\s*["']?)[^\s"',;&]{4,}/gi;

const HIDDEN = '[hidden]';

/**
 * Text without the secrets that are recognised by their shape: passwords in URLs, well-known API
 * keys, bearer tokens, `password=…`. The one filter that every log, error and record passes.
 * It cannot know a secret that looks like a word: never hand one to a logger in the first place.
 */
export function redact(text: string, knownSecrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of knownSecrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, HIDDEN);
  }
  return clean
    .replace(URL_PASSWORD, `$1:${HIDDEN}@`)
    .replace(KNOWN_TOKENS, HIDDEN)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(NAMED_SECRET, `$1${HIDDEN}`);
}
