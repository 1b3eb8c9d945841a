import { readFileSync, rmSync } from 'node:fs';

/** Set by a spawner whose workers run where an environment can be read by others: the file with the rest of it. */
export const SECRETS_FILE_VARIABLE = 'AGENTCOORD_SECRETS_FILE';

/** Adds the variables of the file to the environment, and removes the file: from then on they are in memory alone. */
export function takeSecrets(environment: Record<string, string | undefined>): void {
  const file = environment[SECRETS_FILE_VARIABLE] ?? '';
  delete environment[SECRETS_FILE_VARIABLE];
  const text = readText(file);
  if (text === undefined) return;
  const secrets: unknown = JSON.parse(text);
  rmSync(file, { force: true });
  for (const [name, value] of Object.entries(secrets ?? {})) environment[name] = String(value);
}

/** Gone is as good as empty: somebody took them before, and what is missing is said by whoever misses it. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
