import { joinScript, type Script } from './join-script.js';
import { SHARED_PARTS } from './shared-parts.js';

/** What a script needs of the gate. */
export type Admission =
  /** It runs only for callers that are admitted. */
  | 'needed'
  /** It runs for everybody, and writes down what time has moved only for those. */
  | 'only to heal'
  /** It runs for everybody. */
  | 'none';

const ADMISSION = /^-- ADMISSION: (.*)$/m;

export function admissionOf({ source, keys }: Script): Admission {
  const told = ADMISSION.exec(source)?.[1];
  if (told !== undefined) return told as Admission;
  return keys.includes('session') || keys.includes('events') ? 'needed' : 'none';
}

const admitted = new Map<Script, Script>();
const looking = new Map<Script, Script>();

/**
 * The script as it runs where a gate was set, for those that it admits. A text of its own, so that a namespace that
 * takes part in no failover pays nothing for it.
 */
export function whereAdmitted(script: Script): Script {
  return madeOnce(admitted, script, {
    head: 'head-admitted',
    ...(script.keys.includes('session') ? { 'event-entry': 'event-entry-in-slot' } : {}),
  });
}

/** The script as it runs where a gate was set, for everybody: it only looks. */
export function whereLooking(script: Script): Script {
  const needsNone = admissionOf(script) === 'none';
  return madeOnce(looking, script, {
    head: 'head-looking',
    ...(needsNone ? {} : NOTHING_IS_WRITTEN),
  });
}

const NOTHING_IS_WRITTEN = {
  'open-end': 'look-only',
  'task-heal': 'heal-nothing',
  'task-lapse': 'lapse-nothing',
  spend: 'spend-as-stored',
};

function madeOnce(made: Map<Script, Script>, script: Script, instead: Record<string, string>): Script {
  const known = made.get(script);
  if (known !== undefined) return known;
  const parts = { ...SHARED_PARTS };
  for (const [part, other] of Object.entries(instead)) parts[part] = SHARED_PARTS[other] ?? '';
  const variant = joinScript(script.name, script.source, parts);
  made.set(script, variant);
  return variant;
}
