import { checkText, invalid, printable } from '@agentcoord/core';

/** An action's name, where each `*` stands for any text: `deploy`, `deploy:*`, `*`. */
export function checkActionPattern(value: unknown, field: string): string {
  const pattern = checkText(value, field, { maxLength: 200 }).normalize('NFC');
  if (printable(pattern, { singleLine: true }) === pattern) return pattern;
  throw invalid(field, 'one line of printable text', value);
}

export function matchesAction(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === action;
  const last = rest.pop() ?? '';
  if (!action.startsWith(first) || !action.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = action.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= action.length - last.length;
}
