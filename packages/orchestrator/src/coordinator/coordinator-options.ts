import type { AutoApprove, Delegation } from '@agentcoord/approvals';
import type { ConnectOptions, CoordinationClient } from '@agentcoord/client';
import { type Duration, durationMs, invalid, type Signer, type Task } from '@agentcoord/core';
import type { WorkerSpawner } from '@agentcoord/spawner';
import type { TeamLimits } from '../team/found-team.js';
import type { TeamRecord } from '../team/team-record.js';
import type { CoordinatorEvent } from './coordinator-event.js';

/** A question of a member of the team. All texts are data of agents and models. */
export interface TeamQuestion {
  thread: string;
  from: string;
  title: string;
  message: string;
}

export interface CoordinatorOptions extends Omit<ConnectOptions, 'signal'>, TeamLimits {
  /** Of the coordinator and of its team. Of several instances of one name one leads; the others stand by. */
  name: string;
  /** The coordinator above. It must have been started before, once. Left out: this one is at the top. */
  parent?: string;
  /** For people. Default `coordinator`. */
  role?: string;
  /** Uses the store of this client, which stays open. */
  client?: CoordinationClient;
  /** Without a sign for this long a leader is replaced. Default `'15s'`. */
  leadFor?: Duration;
  /** An agent that works without any sign of progress for this long is stuck. Default `'5m'`. */
  hungAfter?: Duration;
  /** Then its tasks are taken back and it is asked to stop. Default: twice `hungAfter`. */
  requeueAfter?: Duration;
  /** What a coordinator below has not dealt with by then comes to this one. Default `'5m'`. */
  answerWithin?: Duration;
  /** Without a heartbeat for this long this coordinator counts as dead. Default `'60s'`. */
  deadAfter?: Duration;
  /** Answers a question; `undefined` passes it on to the coordinator above, and from the topmost to a person. */
  onQuestion?(question: TeamQuestion, options: { signal: AbortSignal }): Promise<string | undefined>;
  /** After the last attempt: brings the task back, or passes it on (default). */
  onFailedTask?(task: Task, options: { signal: AbortSignal }): Promise<'retry' | undefined>;
  /** Starts a successor for a team below whose coordinator died without one standing by. Default: passed on. */
  respawnLead?(team: TeamRecord, options: { signal: AbortSignal }): Promise<void>;
  /** Default: one over the store of the client, made when it is first needed. */
  spawner?: WorkerSpawner;
  /** Policies beside those of the configuration. */
  policies?: readonly AutoApprove[];
  /** Signs decisions, with what the operator delegated to it. Needed where the project pins keys of operators. */
  signer?: Signer;
  delegation?: Delegation;
  onEvent?(event: CoordinatorEvent): void;
}

export interface Times {
  leadForMs: number;
  hungAfterMs: number;
  requeueAfterMs: number;
  answerWithinMs: number;
}

/** @throws `invalid_argument` naming the option. */
export function checkTimes(options: CoordinatorOptions): Times {
  const hungAfterMs = positive(options.hungAfter ?? '5m', 'hungAfter');
  const requeueAfterMs = positive(options.requeueAfter ?? 2 * hungAfterMs, 'requeueAfter');
  if (requeueAfterMs < hungAfterMs) throw invalid('requeueAfter', 'at least hungAfter', options.requeueAfter);
  const leadForMs = positive(options.leadFor ?? '15s', 'leadFor');
  return {
    leadForMs,
    hungAfterMs,
    requeueAfterMs,
    answerWithinMs: positive(options.answerWithin ?? '5m', 'answerWithin'),
  };
}

function positive(value: Duration, field: string): number {
  const ms = durationMs(value, field);
  if (ms < 50) throw invalid(field, 'at least 50ms', value);
  return ms;
}
