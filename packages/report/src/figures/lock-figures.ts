import { isObject, numberOf, type SeenEvent, textOf } from '../collect/read-events.js';
import type { LockStory, WaitSpan } from '../report.js';
import { agentNameOf } from './agent-name-of.js';
import { clipped, isIn, type Window } from './window.js';

const SPACE = 'file';
const ENDINGS = new Set(['lease-released', 'lease-revoked', 'lease-expired']);

interface Grant {
  paths: string[];
  fromAt: number;
}

/** Who held which file for how long, who waited for it, and whose lock was taken away. */
export class LockFigures {
  readonly waits: WaitSpan[] = [];
  private readonly held = new Map<string, Grant>();
  private readonly stories = new Map<string, LockStory>();

  constructor(private readonly window: Window) {}

  add(event: SeenEvent): void {
    if (event.kind !== 'lease') return;
    if (event.type === 'lease-granted') this.granted(event);
    else if (ENDINGS.has(event.type)) this.ended(event);
  }

  /** Those that were waited for longest come first. What is still held is held until `now`. */
  all(now: number): LockStory[] {
    for (const grant of this.held.values()) this.addHeld(grant, now);
    this.held.clear();
    return [...this.stories.values()].sort(
      (a, b) => b.waitedMs - a.waitedMs || b.heldMs - a.heldMs || (a.path < b.path ? -1 : 1),
    );
  }

  private granted({ at, id, fields }: SeenEvent): void {
    const paths = pathsOf(fields.keys);
    if (paths.length === 0) return;
    this.held.set(id, { paths, fromAt: at });
    const details = isObject(fields.details) ? fields.details : {};
    const waitedMs = numberOf(details.waitedMs);
    if (waitedMs !== undefined) {
      const agent = textOf(details.agent) ?? agentNameOf(textOf(fields.holder) ?? '');
      const wait = clipped(this.window, { fromAt: at - waitedMs, toAt: at });
      if (wait) this.waits.push({ agent, ...wait, what: paths.join(', '), kind: 'lock' });
    }
    if (!isIn(this.window, at)) return;
    for (const path of paths) {
      const story = this.storyOf(path);
      story.grants += 1;
      if (waitedMs === undefined) continue;
      story.contended += 1;
      story.waitedMs += waitedMs;
      story.longestWaitMs = Math.max(story.longestWaitMs, waitedMs);
    }
  }

  private ended({ at, type, id }: SeenEvent): void {
    const grant = this.held.get(id);
    if (grant === undefined) return;
    this.held.delete(id);
    this.addHeld(grant, at);
    if (!isIn(this.window, at)) return;
    for (const path of grant.paths) {
      if (type === 'lease-revoked') this.storyOf(path).forced += 1;
      if (type === 'lease-expired') this.storyOf(path).expired += 1;
    }
  }

  private addHeld({ paths, fromAt }: Grant, toAt: number): void {
    const part = clipped(this.window, { fromAt, toAt });
    if (part === undefined) return;
    for (const path of paths) this.storyOf(path).heldMs += part.toAt - part.fromAt;
  }

  private storyOf(path: string): LockStory {
    const known = this.stories.get(path);
    if (known) return known;
    const story = {
      path,
      grants: 0,
      contended: 0,
      waitedMs: 0,
      longestWaitMs: 0,
      heldMs: 0,
      forced: 0,
      expired: 0,
    };
    this.stories.set(path, story);
    return story;
  }
}

/** Of file locks only: presence and leadership are leases as well. */
function pathsOf(keys: unknown): string[] {
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((item: unknown) => {
    const key: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'key') : undefined;
    if (key === SPACE) return ['.'];
    return typeof key === 'string' && key.startsWith(`${SPACE}/`) ? [key.slice(SPACE.length + 1)] : [];
  });
}
