import type { Checker, Evidence } from '../history/evidence.js';
import { approval } from './approval.js';
import { fenceMono } from './fence-mono.js';
import { logComplete } from './log-complete.js';
import { oneHolder } from './one-holder.js';
import { convergence, oneOwner } from './one-owner.js';
import { refusal } from './refusal.js';
import { register } from './register.js';
import { noGhost, noLostTask, oneCompletion } from './tasks.js';

/** By the names that docs and reports use. */
export const CHECKERS: Readonly<Record<string, Checker>> = {
  OneHolder: oneHolder,
  FenceMono: fenceMono,
  NoLostTask: noLostTask,
  OneCompletion: oneCompletion,
  NoGhost: noGhost,
  LogComplete: logComplete,
  Approval: approval,
  OneOwner: oneOwner,
  Convergence: convergence,
  Refusal: refusal,
  Register: register,
};

export function violations(evidence: Evidence): string[] {
  return Object.entries(CHECKERS).flatMap(([name, check]) =>
    check(evidence).map((violation) => `${name}: ${violation}`),
  );
}
