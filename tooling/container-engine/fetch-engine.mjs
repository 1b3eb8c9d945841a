import { unpackPackages } from '../debian/unpacked-packages.mjs';
import { enginePackages, findEngine, howToGetOne } from './find-engine.mjs';

/** Set-up: a container engine for the tests of the Docker launcher, where this machine has none and may have one. */
export function fetchEngineIfMissing() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || findEngine()) return;
  unpackPackages({ name: 'container-engine', packages: enginePackages, howToGetOne });
}
