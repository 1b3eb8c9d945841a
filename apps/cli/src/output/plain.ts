import { printable } from '@agentcoord/core';

/**
 * A tagged template for lines of output: what is put in comes from agents, tasks and files, so it is
 * made safe for a terminal; the text around it is ours.
 */
export function plain(parts: TemplateStringsArray, ...values: Array<string | number | undefined>): string {
  return parts.reduce((text, part, index) => text + safe(values[index - 1]) + part);
}

/** One value on one line, without control bytes. */
export function safe(value: string | number | undefined): string {
  return value === undefined ? '' : printable(String(value), { singleLine: true });
}
