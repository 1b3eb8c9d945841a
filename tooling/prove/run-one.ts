import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Proof, ProofResult } from './proof.js';

/** Runs one proof in a process of its own: a proof kills, pauses and overloads things. */
const [proofFile = '', resultFile = ''] = process.argv.slice(2);
const scale = Number(process.env.AGENTCOORD_PROVE_SCALE);
const seed = Number(process.env.AGENTCOORD_PROVE_SEED);

const { default: proof } = (await import(pathToFileURL(proofFile).href)) as { default: Proof };
let result: ProofResult;
try {
  result = await proof.run({
    scale,
    seed,
    scaled: (fullFigure) => Math.max(1, Math.round(fullFigure * scale)),
  });
} catch (error) {
  console.error(error);
  result = { counts: {}, violations: [`the proof itself broke: ${error}`] };
}
writeFileSync(resultFile, JSON.stringify({ promise: proof.promise, ...result }));
