import type { JsonObject } from '@agentcoord/core';
import type { LogText } from '../model/dashboard-model.js';

/** One line of a worker's log: JSON with a time, a level and a message, or whatever a command printed. */
export function logText(source: string, line: string): LogText {
  const { time, level, message, ...rest } = objectOf(line) ?? {};
  if (typeof message !== 'string') return { source, text: line };
  const { agent: _agent, ...data } = rest;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return {
    source,
    text: [message, ...Object.entries(data).map(partOf)].join('  '),
    ...(Number.isNaN(at) ? {} : { at }),
    ...(typeof level === 'string' ? { level } : {}),
  };
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

function objectOf(line: string): JsonObject | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return undefined;
  }
}
