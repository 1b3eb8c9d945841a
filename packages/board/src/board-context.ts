import type { NewId, Storage } from '@agentcoord/core';
import type { ResolveMembers } from './sending/members.js';

/** What every part of one `Board` works with. */
export interface BoardContext {
  storage: Storage;
  author: string;
  resolve?: ResolveMembers;
  newId: NewId;
}
