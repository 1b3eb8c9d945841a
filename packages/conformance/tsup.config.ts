import { tsupRecipe } from '@agentcoord/tooling/tsup';

// The worker is a program of its own: the crash tests start it in child processes.
export default tsupRecipe({ entries: ['src/index.ts', 'src/processes/worker.process.ts'] });
