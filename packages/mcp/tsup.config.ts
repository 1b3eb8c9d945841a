import { tsupRecipe } from '@agentcoord/tooling/tsup';

export default tsupRecipe();
