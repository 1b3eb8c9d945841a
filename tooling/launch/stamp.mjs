import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from './root.mjs';

/** What was true when the named step last succeeded. */
export function readStamp(step) {
  try {
    return readFileSync(join(stateFolder, `${step}.stamp`), 'utf8');
  } catch {
    return undefined;
  }
}

export function writeStamp(step, fingerprint) {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(join(stateFolder, `${step}.stamp`), fingerprint);
}
