/** Why a pool gets the number it gets, in the order in which it was decided. */
export type Reason =
  /** `tasks` ask for `workers` at `tasksPerWorker` each. */
  | { code: 'load'; tasks: number; tasksPerWorker: number; workers: number; atLeast?: true }
  | { code: 'minimum'; workers: number }
  | { code: 'maximum'; workers: number }
  /** All pools together would have too many. */
  | { code: 'shared_maximum'; workers: number }
  /** So many were needed at `at`, which is not long enough ago. */
  | { code: 'cooldown'; workers: number; untilAt: number }
  /** The load is just below a step: within the tolerance. */
  | { code: 'tolerance'; workers: number }
  | { code: 'budget'; level: string; unit: string; used: number }
  | { code: 'rate_limit'; provider: string; untilAt: number }
  /** Calls were refused for longer: so many at most work until then, when the limit moves again. */
  | { code: 'rate_limit_ceiling'; provider: string; workers: number; untilAt: number }
  | { code: 'crashes'; count: number; untilAt?: number }
  | { code: 'crash_trial'; count: number }
  | { code: 'crashes_given_up'; count: number }
  /** Their places are taken until they have left. */
  | { code: 'leaving'; workers: number }
  /** Too many, but all are needed for their present task: nobody is stopped while it works. */
  | { code: 'busy'; workers: number };
