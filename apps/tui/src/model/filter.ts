/** What an item can be found by. */
export interface Findable {
  text: string;
  tags?: readonly string[];
  state?: string;
  agent?: string;
}

interface Term {
  field: 'text' | 'tag' | 'state' | 'agent';
  value: string;
  isNegated: boolean;
}

export type Matches = (item: Findable) => boolean;

/**
 * `deploy tag:backend state:ready agent:ada !flaky`: all terms must hold, `!` before one turns it around. Without
 * regard to case.
 */
export function parseFilter(text: string): Matches | undefined {
  const terms = text
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word) => termOf(word) ?? []);
  if (terms.length === 0) return undefined;
  return (item) => terms.every((term) => holds(term, item) !== term.isNegated);
}

function termOf(word: string): Term | undefined {
  const isNegated = word.startsWith('!');
  const rest = isNegated ? word.slice(1) : word;
  const [, field, value] = /^(tag|state|agent):(.*)$/.exec(rest) ?? [];
  if (field !== undefined && value !== undefined)
    return value === '' ? undefined : { field: field as Term['field'], value, isNegated };
  return rest === '' ? undefined : { field: 'text', value: rest, isNegated };
}

function holds({ field, value }: Term, item: Findable): boolean {
  switch (field) {
    case 'tag':
      return item.tags?.some((tag) => tag.toLowerCase().startsWith(value)) ?? false;
    case 'state':
      return item.state?.toLowerCase().startsWith(value) ?? false;
    case 'agent':
      return item.agent?.toLowerCase().includes(value) ?? false;
    case 'text':
      return (
        item.text.toLowerCase().includes(value) ||
        (item.tags?.some((tag) => tag.toLowerCase().includes(value)) ?? false)
      );
  }
}
