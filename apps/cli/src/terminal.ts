/** Whether a dashboard can be shown: a terminal on both ends, one that can move its cursor. */
export function isCapable(
  { TERM = '' }: Readonly<Record<string, string | undefined>>,
  { stdin, stdout }: { stdin: object; stdout: { isTTY?: boolean } },
): boolean {
  const isTyped = 'isTTY' in stdin && stdin.isTTY === true;
  return stdout.isTTY === true && isTyped && TERM !== '' && TERM !== 'dumb';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether signs beyond ASCII come out as they are. */
export function speaksUtf8({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
