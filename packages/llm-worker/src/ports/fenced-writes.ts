import type { FencedFiles } from '@agentcoord/core';

/** The part of `FencedFiles` an engine uses; whoever made it closes it. */
export type FencedWrites = Pick<FencedFiles, 'write' | 'remove' | 'raise'>;
