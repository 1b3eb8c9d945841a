import { join } from 'node:path';
import { loadCompiled } from '../../src/start/load-compiled.js';
import type * as ShellFile from '../shell.js';

/** The parser of shell commands and what goes with it: most hooks are for a file, and need none of it. */
const file = loadCompiled(join(__dirname, 'shell.cjs'), require) as typeof ShellFile;

export const { inRepository, refuseForeign, shellWrites } = file;
