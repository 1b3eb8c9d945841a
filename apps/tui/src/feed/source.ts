import type { CoordinationClient } from '@agentcoord/client';
import type { DashboardModel } from '../model/dashboard-model.js';
import type { StoreClock } from './store-clock.js';

/** Where the model is fed from. */
export interface Source {
  client: CoordinationClient;
  model: DashboardModel;
  clock: StoreClock;
  signal: AbortSignal;
}

/** No call of the dashboard waits longer: what a store does not answer in this time is shown as lost. */
export const CALL_MS = 2_000;
