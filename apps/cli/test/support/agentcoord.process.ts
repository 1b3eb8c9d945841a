import { runAsProcess } from '../../src/index.js';

/** The executable, as the package `agentcoord` has it, but from the sources. */
void runAsProcess();
