// For a launcher of your own: what every launcher must do
export { type LauncherBench, type LauncherCase, launcherContract } from './testing/launcher-contract.js';
