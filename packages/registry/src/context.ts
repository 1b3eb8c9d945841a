import type { Clock, NewId, Storage } from '@agentcoord/core';
import type { Settings } from './settings.js';

/** What every part of the registry stands on. */
export interface RegistryContext {
  storage: Storage;
  clock: Clock;
  newId: NewId;
  settings: Settings;
}
