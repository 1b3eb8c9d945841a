// What the hooks of shell commands need beside what the others need, in one file.
export { inRepository } from '../src/hook/shell/in-repository.js';
export { refuseForeign } from '../src/hook/shell/refuse-foreign.js';
export { shellWrites } from '../src/hook/shell/shell-writes.js';
