import type { World } from '../world.js';

/** One atomic thing that may happen next, in words. */
export interface Step {
  name: string;
  /** The world may not be counted on to do this: it is not needed for things to get well again. */
  fault?: boolean;
  change(world: World): void;
}
