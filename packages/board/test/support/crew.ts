import type { Storage } from '@agentcoord/core';
import { Board, type BoardMember } from '../../src/index.js';

export const CREW: BoardMember[] = [
  { name: 'Ada', role: 'Lead', state: 'working' },
  { name: 'Bob', role: 'Reviewer', state: 'idle' },
  { name: 'Cleo', role: 'Reviewer', state: 'hung' },
  { name: 'Dan', role: 'Tester', state: 'dead' },
  { name: 'Eve the 2nd', role: 'Engineer', state: 'spawning' },
];

/** A board for each of a crew, over one storage. */
export function crewOf(storage: Storage, members: readonly BoardMember[] = CREW) {
  const resolve = async () => members;
  const board = (author: string) => new Board({ storage, author, resolve });
  return { ada: board('Ada'), bob: board('Bob'), cleo: board('Cleo'), board };
}
