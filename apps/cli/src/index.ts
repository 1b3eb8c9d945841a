export type { CliIo } from './command-context.js';
export { main, processIo, runAsProcess } from './main.js';
export { runCommandLine } from './run-command-line.js';
