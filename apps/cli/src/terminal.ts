/** Whether a dashboard can be shown: a terminal on both ends, one that can move its cursor. */
export function isCapable(
  { TERM = '' }: Readonly<Record<string, string | undefined>>,
  { stdin, stdout }: { stdin: object; stdout: { isTTY?: boolean } },
): boolean {
  const isTyped = 'isTTY' in stdin && stdin.isTTY === true;
  return stdout.isTTY === true && isTyped && TERM !== '' && TERM !== 'dumb';
}
