export type { CliIo } from './command-context.js';
export { main, processIo, runAsProcess } from './main.js';
