import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Stamps and locks of the set-up; gone together with node_modules. */
export const stateFolder = fileURLToPath(new URL('../../node_modules/.cache/agentcoord/', import.meta.url));
