import { tsupRecipe } from '@agentcoord/tooling/tsup';

export default tsupRecipe({ entries: ['src/index.ts', 'src/testing.ts'] });
