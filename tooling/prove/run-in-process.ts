import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Outcome } from './outcome.js';
import type { ProofResult } from './proof.js';

export interface ProofRun {
  name: string;
  file: string;
  scale: number;
  seed: number;
}

const runOne = resolve('tooling/prove/run-one.ts');
const loadSources = [
  '--conditions=@agentcoord/source',
  ...['--import', 'tsx', '--import', './tooling/lua/register.mjs'],
];

/** Runs one proof to its end. A proof that dies without a result counts as broken. */
export async function runProof({ name, file, scale, seed }: ProofRun): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-prove-'));
  const resultFile = join(folder, 'result.json');
  const startedAt = performance.now();
  try {
    const child = spawn(process.execPath, [...loadSources, runOne, resolve(file), resultFile], {
      stdio: 'inherit',
      env: { ...process.env, AGENTCOORD_PROVE_SCALE: String(scale), AGENTCOORD_PROVE_SEED: String(seed) },
    });
    const [exitCode, signal] = await once(child, 'close');
    const result = readResult(
      resultFile,
      `the proof ended without a result (${signal ?? `exit code ${exitCode}`})`,
    );
    const durationMs = Math.round(performance.now() - startedAt);
    return { name, seed, durationMs, finishedAt: new Date().toISOString(), ...result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readResult(file: string, whyMissing: string): ProofResult & { promise: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { promise: '', counts: {}, violations: [whyMissing] };
  }
}
