import type { ResourceUse } from '../history/evidence.js';
import { monotonicMs } from '../history/monotonic.js';
import type { ResourceAsk, ResourceReply } from '../worker/messages.js';

/**
 * What the locks guard: outside of any store, so nothing that goes wrong there touches it. It lets nobody in with
 * a fence below the highest it has seen, and writes down every use.
 */
export class Resource {
  readonly uses: ResourceUse[] = [];
  private readonly state = new Map<string, { version: number; highest: number }>();

  use({ kind, resource, grantId, fence, base }: ResourceAsk): ResourceReply {
    const state = this.state.get(resource) ?? { version: 0, highest: 0 };
    const accepted = fence >= state.highest;
    if (accepted) state.highest = fence;
    if (accepted && kind === 'write') state.version += 1;
    this.state.set(resource, state);
    const { version } = state;
    this.uses.push({
      kind,
      resource,
      grantId,
      fence,
      accepted,
      version,
      at: monotonicMs(),
      ...(base === undefined ? {} : { base }),
    });
    return { accepted, version };
  }
}
