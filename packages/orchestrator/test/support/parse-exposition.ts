export interface ParsedSample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;

/**
 * Reads the text format as strictly as a scraper does: every line is a comment or a sample, every family is declared once and
 * before its samples, no two samples have the same labels. @throws at the first line that is none of it.
 */
export function parseExposition(text: string): ParsedSample[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const types = new Map<string, string>();
  const seen = new Set<string>();
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line): ParsedSample[] => {
      const [, kind, family = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
      if (kind === 'TYPE') {
        if (types.has(family)) throw new Error(`declared twice: ${family}`);
        types.set(family, rest);
      }
      if (kind !== undefined) return [];
      const sample = parseSample(line);
      const declared =
        types.has(sample.name) || types.get(sample.name.replace(/_(bucket|sum|count)$/, '')) === 'histogram';
      if (!declared) throw new Error(`not declared: ${line}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`twice: ${line}`);
      seen.add(key);
      return [sample];
    });
}

function parseSample(line: string): ParsedSample {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  let rest = line.slice(name.length);
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    while (!rest.startsWith('}')) {
      const [whole, label, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\n"])*)",?/.exec(rest) ?? [];
      if (whole === undefined || label === undefined || value === undefined)
        throw new Error(`bad labels: ${line}`);
      labels[label] = value.replace(/\\([\\n"])/g, (_, escaped: string) =>
        escaped === 'n' ? '\n' : escaped,
      );
      rest = rest.slice(whole.length);
    }
    rest = rest.slice(1);
  }
  if (!/^ (NaN|[+-]Inf|-?\d+(\.\d+)?(e[+-]?\d+)?)$/.test(rest)) throw new Error(`bad value: ${line}`);
  return { name, labels, value: Number(rest.replace('Inf', 'Infinity')) };
}
