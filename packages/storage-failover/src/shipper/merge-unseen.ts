import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { addMissing } from './add-missing.js';
import { everything } from './give-back.js';

/** What was made before the primary was seen, or before there was one: it is added, locks are not. */
export async function mergeUnseen(host: Host, _own: OwnView, shared: SharedView): Promise<void> {
  const { ownership } = shared.record;
  if (ownership !== null) await addMissing(host, everything(host.replica, host.closed), ownership.epoch);
}
