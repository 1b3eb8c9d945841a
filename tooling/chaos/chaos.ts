// For proofs
export { resumedChaos } from './resumed-chaos.js';
export { runChaos } from './run-chaos.js';
export { systemsHere } from './systems/systems-here.js';
