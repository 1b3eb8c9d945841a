import { printable } from '@agentcoord/core';

/** Markup that this package wrote. Nothing else is put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

export type Child = Html | string | number | undefined | readonly Child[];

/**
 * The only way into a page: what is put in is text, whoever wrote it, and is escaped; `Html` and lists of it are markup.
 * Right for content and for attributes in double quotes, and for nothing else: no value ever stands in a script, a style,
 * a URL or the name of a tag.
 */
export function html(parts: TemplateStringsArray, ...values: Child[]): Html {
  return new Html(parts.reduce((text, part, index) => text + markup(values[index - 1]) + part));
}

function markup(value: Child): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(markup).join('');
  return escapeText(String(value));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Also without control, bidirectional and invisible characters: they hide or reorder other text in a browser as well. */
function escapeText(text: string): string {
  return printable(text).replace(/[&<>"'`]/g, (sign) => ESCAPES[sign] ?? '');
}
