import type { Known } from '../connection/adoption.js';
import { forgottenGate } from '../connection/gate-belief.js';
import { admissionOf, whereAdmitted, whereLooking } from '../scripts/gated.js';
import type { Script } from '../scripts/join-script.js';

export interface Way {
  script: Script;
  /** The name of the server that it carries. */
  server: string;
}

/** What goes out for a caller that believes in `epoch`. @param looks it was not admitted, and only looks */
export function wayOf(script: Script, known: Known, epoch: number | undefined, looks: boolean): Way {
  const { gate = epoch === undefined ? undefined : forgottenGate(known), server } = known;
  if (gate === undefined) return { script, server };
  const admission = admissionOf(script);
  const onlyLooks = admission === 'none' || (admission === 'only to heal' && (looks || epoch === undefined));
  if (onlyLooks && known.gate === undefined) return { script, server };
  return onlyLooks
    ? { script: whereLooking(script), server: gate.looking }
    : { script: whereAdmitted(script), server: `${gate.changing}${epoch ?? '?'}` };
}
