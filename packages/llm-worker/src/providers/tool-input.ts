export interface ToolInput {
  /** Empty where it could not be read: a history needs an object in its place. */
  input: Record<string, unknown>;
  inputError?: string;
}

/** The JSON of a call. What was cut at the output limit, or is no object, is answered as an error and never run. */
export function readToolInput(json: string): ToolInput {
  if (json.trim() === '') return { input: {} };
  try {
    const input: unknown = JSON.parse(json);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { input: { ...input } };
    return { input: {}, inputError: 'it is no JSON object' };
  } catch {
    return { input: {}, inputError: 'its JSON is broken or was cut off at the output limit' };
  }
}
