import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

const OTHERS = 0o077;

/** What others on this machine may read or write of the store and the key. */
export async function fileModes({ configuration }: ProjectFacts): Promise<Finding[]> {
  const { storeFolder, operatorKeyFile } = configuration;
  const places = [
    {
      path: storeFolder,
      mode: 0o700,
      check: 'permissions',
      why: 'Whoever may write there can take any lock and change any record.',
    },
    ...['agentcoord.db', 'agentcoord.db-wal', 'agentcoord.db-shm'].map((name) => ({
      path: join(storeFolder, name),
      mode: 0o600,
      check: 'permissions',
      why: 'Whoever may write it can take any lock and change any record.',
    })),
    { path: operatorKeyFile, mode: 0o600, check: 'keys', why: 'Whoever reads it can approve in your name.' },
  ];
  const findings: Finding[] = [];
  for (const { path, mode, check, why } of places) {
    const found = await modeOf(path);
    if (found === undefined || (found & OTHERS) === 0) continue;
    const octal = mode.toString(8);
    findings.push({
      check,
      severity: check === 'keys' ? 'error' : 'warning',
      what: `${path} is open to others on this machine (mode ${(found & 0o777).toString(8)}).`,
      why,
      fix: `chmod ${octal} ${path}`,
      mend: () => chmod(path, mode),
    });
  }
  return findings.length > 0 ? findings : [ok('permissions', 'Only this user reads and writes the store.')];
}

function modeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mode }) => mode,
    () => undefined,
  );
}
