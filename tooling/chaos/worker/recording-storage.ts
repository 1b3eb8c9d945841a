import type { Storage } from '../../../packages/core/src/index.js';
import { REGISTERS } from '../checkers/register.js';
import type { CallRecorder } from './call-recorder.js';

const LEASES = ['acquire', 'renew', 'release'];
const QUEUES = ['push', 'claim', 'settle'];
const RECORDS = ['get', 'put'];
const LOGS = ['append'];
/** What the audit log and approvals do with records and logs is written down as what they are asked to do. */
export const CHAOS_LOG = 'chaos';

/** The same storage; the calls that checkers look at are written down. */
export function recordingStorage(storage: Storage, calls: CallRecorder): Storage {
  return {
    ...storage,
    leases: recorded('leases', storage.leases, LEASES, calls),
    queues: recorded('queues', storage.queues, QUEUES, calls),
    records: recorded(
      'records',
      storage.records,
      RECORDS,
      calls,
      ({ collection }) => collection === REGISTERS,
    ),
    logs: recorded('logs', storage.logs, LOGS, calls, ({ log }) => log === CHAOS_LOG),
  };
}

type Asked = { collection?: string; log?: string };
type Verb = (request: Asked, options?: unknown) => Promise<unknown>;

function recorded<Facet extends object>(
  name: string,
  facet: Facet,
  verbs: readonly string[],
  calls: CallRecorder,
  isOurs: (request: Asked) => boolean = () => true,
): Facet {
  const changed = verbs.map((verb) => {
    const run = (facet as Record<string, Verb>)[verb];
    if (run === undefined) throw new Error(`${name} has no verb ${verb}`);
    const recording: Verb = (request, options) => {
      const send = () => run.call(facet, request, options);
      return isOurs(request) ? calls.record(`${name}.${verb}`, request, send) : send();
    };
    return [verb, recording] as const;
  });
  return { ...facet, ...Object.fromEntries(changed) };
}
