import { AgentCoordError } from '../errors/agent-coord-error.js';
import type { JsonObject } from '../text/json.js';

/** When the store took it; as a pair, where it had waited, also since when. */
export type LogLineTime = string | number | [at: string | number, queuedAt: string | number];

/** An entry of a log as stores send it: a JSON list, the body last and put in as it lies there. */
export type LogLine<Place, Author> = [
  place: Place,
  id: string,
  at: LogLineTime,
  author: Author,
  body: JsonObject,
];

const PARTS = 5;

export function timesOfLogLine(at: LogLineTime): { at: number; queuedAt?: number } {
  return Array.isArray(at) ? { at: Number(at[0]), queuedAt: Number(at[1]) } : { at: Number(at) };
}

/**
 * It has five parts, with an object as the last of them, if and only if the body is a JSON object by itself.
 * @throws `storage_corrupt`
 */
export function parseLogLine<Place, Author>(log: string, line: string): LogLine<Place, Author> {
  const parts = parsed(line);
  if (Array.isArray(parts) && parts.length === PARTS && isObject(parts[PARTS - 1]))
    return parts as unknown as LogLine<Place, Author>;
  // A list begins with the entry's place, as a number or as a text that begins with one.
  const sequence = Number.parseInt(line.replace(/^\["?/, ''), 10);
  throw new AgentCoordError(
    'storage_corrupt',
    `Entry ${sequence} of the log ${log} is no JSON object: something other than AgentCoord wrote to the store. Restore it from a backup.`,
    { data: { log, sequence } },
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
