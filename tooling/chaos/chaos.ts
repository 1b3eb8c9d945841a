// For proofs
export { runChaos } from './run-chaos.js';
export { systemsHere } from './systems/systems-here.js';
