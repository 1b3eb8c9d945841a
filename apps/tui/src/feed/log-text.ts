import { parseLogLine } from '@agentcoord/spawner';
import type { LogText } from '../model/dashboard-model.js';

/** One line of a worker's log: JSON with a time, a level and a message, or whatever a command printed. */
export function logText(source: string, line: string): LogText {
  const { message, fields, ...rest } = parseLogLine(line) ?? {};
  if (message === undefined) return { source, text: line };
  return { source, text: [message, ...Object.entries(fields ?? {}).map(partOf)].join('  '), ...rest };
}

/** In the order of time; a line without one stays behind the line before it. */
export function inOrder(files: ReadonlyArray<readonly LogText[]>): LogText[] {
  const dated = files.flatMap((lines) => {
    let last = 0;
    return lines.map((line) => {
      last = line.at ?? last;
      return { line, at: last };
    });
  });
  return dated.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function partOf([name, value]: [string, unknown]): string {
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
