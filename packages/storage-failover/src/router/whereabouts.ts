import { UNSEEN_EPOCH } from '../gate/set-own.js';
import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { leadershipMs } from '../keeper/leadership.js';
import { admittedForMs, lookAtOwn, sinceLookMs } from '../keeper/own-gate.js';
import type { Seen } from '../keeper/step.js';
import { turn } from '../keeper/turn.js';
import { lookAtRedis } from '../moves/look.js';
import { storeOwner } from '../record/ownership.js';
import type { Deadline } from './deadline.js';
import { type Place, samePlace } from './place.js';
import { refusal } from './refusal.js';

/** An unseen store looks for the primary through its keeper only; this long its processes take it for granted. */
const UNSEEN_GOOD_MS = 1_000;
/** Between two looks of a call that waits for a handover. */
const WAIT_MS = 15;

/**
 * Who runs mutations, as far as this process knows. A belief is only ever a guess that saves a question: the
 * store that is asked checks it in the step that runs the call.
 */
export class Whereabouts {
  private believed: { place: Place; until: number } | undefined;
  private turning: Promise<Seen> | undefined;
  private hasTurned = false;
  /** Who owned when it was last asked. */
  last: Place | undefined;
  /** Called when another store owns than before. */
  onMove: () => void = () => undefined;

  constructor(private readonly host: Host) {}

  /** What it believes now, without asking anybody. */
  get known(): Place | undefined {
    const { believed } = this;
    if (believed === undefined) return undefined;
    if (believed.place.at === 'primary' && this.host.primary.gone !== undefined) return undefined;
    // This clock also counts sleep: after a night nothing is believed, though store clocks stood still.
    if (believed.until > this.host.clock.elapsed()) return believed.place;
    this.believed = undefined;
    return undefined;
  }

  /**
   * The owner, waiting for it while it changes.
   * @param refused where a store has just refused to run the call
   * @throws `storage_unavailable` when nobody can decide; then nothing ran.
   */
  async find(deadline: Deadline, refused?: Place): Promise<Place> {
    const { known } = this;
    if (known !== undefined && !samePlace(refused, known)) return known;
    const { host } = this;
    const beganAt = host.clock.elapsed();
    let asked: { shared: SharedView | null } | undefined;
    for (;;) {
      const own = await lookAtOwn(host);
      // A command that is over in a moment has no keeper that would ever meet the primary.
      const mustAsk = own.record.phase === 'unseen' && !this.hasTurned;
      const place = mustAsk ? undefined : placeOf(host, own);
      if (place !== undefined && (asked !== undefined || !samePlace(refused, place)))
        return this.believe(place, own);
      const waitedMs = host.clock.elapsed() - beganAt;
      const isMoving = own.record.phase === 'handing-over';
      const isEnough = deadline.isOver || (isMoving && waitedMs > host.times.freezeMs);
      if (asked !== undefined && (isEnough || isHopeless(host, own, asked.shared)))
        throw refusal({ host, own, shared: asked.shared });
      // Whoever leads its host is at it. Others only help where that seems not to be so.
      const helps = !isMoving || waitedMs > host.times.lookEveryMs || (await this.leads());
      if (helps || asked === undefined) asked = (await deadline.wait(this.turn())) ?? { shared: null };
      if (placeOf(host, await lookAtOwn(host)) === undefined)
        await deadline.pause(isMoving ? WAIT_MS : Math.max(WAIT_MS, host.times.lookEveryMs / 4));
    }
  }

  /** One for all calls that wait: each of them looks again anyhow. */
  turn(): Promise<Seen> {
    this.hasTurned = true;
    this.turning ??= turn(this.host).finally(() => {
      this.turning = undefined;
    });
    return this.turning;
  }

  private believe(place: Place, own: OwnView): Place {
    const { host } = this;
    const goodMs =
      place.at === 'primary'
        ? Number.POSITIVE_INFINITY
        : own.record.phase === 'unseen'
          ? UNSEEN_GOOD_MS
          : admittedForMs(host, own);
    // Where nobody has asked yet, whoever listens takes the own store for the owner.
    const moved = !samePlace(this.last, place) && (this.last !== undefined || place.at === 'primary');
    this.last = place;
    if (moved) this.onMove();
    this.believed = { place, until: host.clock.elapsed() + goodMs };
    return place;
  }

  private async leads(): Promise<boolean> {
    const { replica, keeperId, times } = this.host;
    return (await replica.lead({ holder: keeperId, ttlMs: leadershipMs(times) })).leads;
  }
}

function placeOf(host: Host, own: OwnView): Place | undefined {
  const { phase, owner, epoch } = own.record;
  if (phase === 'unseen') return host.mayOwnLocally ? { at: 'own', epoch: UNSEEN_EPOCH } : undefined;
  if (phase === 'owner') return admittedForMs(host, own) > 0 ? { at: 'own', epoch } : undefined;
  if (phase === 'follower' && owner === 'redis' && host.primary.gone === undefined)
    return { at: 'primary', epoch };
  return undefined;
}

/** Waiting changes nothing before somebody does something about it. */
function isHopeless(host: Host, own: OwnView, shared: SharedView | null): boolean {
  const { times, mayOwnLocally } = host;
  if (own.record.phase === 'leaving') return true;
  // An owner that goes on and whose look has run out already, because the machine stood still meanwhile, looks again.
  if (shared === null && own.record.phase === 'owner')
    return lookAtRedis(own.record, null, sinceLookMs(host, own) < times.objectionMs).verdict === 'waits';
  // A silence becomes an answer when it has lasted: see `workUnseen`.
  if (shared === null) return own.record.phase !== 'unbound' || !mayOwnLocally;
  const owner = shared.record.ownership?.owner;
  if (owner === undefined || owner === 'redis' || owner === storeOwner(own.record.storeId)) return false;
  const member = shared.view.members.find(({ storeId }) => storeOwner(storeId) === owner);
  return member === undefined || shared.view.now - member.lastSeenAt > times.objectionMs;
}
