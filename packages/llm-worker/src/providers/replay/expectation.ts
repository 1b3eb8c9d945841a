import type { Expectation } from './transcript.js';

/** What came back for one call, or a text of the user (then without a tool). */
export interface SeenResult {
  tool: string | undefined;
  isError: boolean;
  text: string;
}

export function meets(expectation: Expectation, result: SeenResult): boolean {
  if (expectation.tool !== undefined && expectation.tool !== result.tool) return false;
  if (expectation.isError !== undefined && expectation.isError !== result.isError) return false;
  if (expectation.contains?.some((part) => !result.text.includes(part))) return false;
  return !expectation.lacks?.some((part) => result.text.includes(part));
}

export function meetsAny(expectation: Expectation, results: readonly SeenResult[]): boolean {
  return results.some((result) => meets(expectation, result));
}
