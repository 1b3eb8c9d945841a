import { rename, rm, writeFile } from 'node:fs/promises';
import { AgentCoordError } from '@agentcoord/core';
import type { FencedWrites } from '../../src/ports/fenced-writes.js';

/** Fenced writes to real files within one process: refuses a fence below the highest it has accepted for a path. */
export class FencedFolder implements FencedWrites {
  private readonly accepted = new Map<string, number>();
  readonly writes: Array<{ path: string; fence: number }> = [];

  /** As if another holder had written with this fence. */
  accept(path: string, fence: number): void {
    this.accepted.set(path, fence);
  }

  async write(request: Parameters<FencedWrites['write']>[0]): Promise<void> {
    this.check(request.path, request.fence);
    const temporary = `${request.path}.tmp-${request.fence}`;
    await writeFile(temporary, request.content, { mode: request.mode });
    await rename(temporary, request.path);
    this.writes.push({ path: request.path, fence: request.fence });
  }

  async remove(request: Parameters<FencedWrites['remove']>[0]): Promise<void> {
    this.check(request.path, request.fence);
    await rm(request.path, { force: true });
  }

  async raise(request: Parameters<FencedWrites['raise']>[0]): Promise<void> {
    this.check(request.path, request.fence);
  }

  private check(path: string, fence: number): void {
    const accepted = this.accepted.get(path) ?? 0;
    if (fence < accepted) {
      throw new AgentCoordError('fenced', `A write to ${path} came too late.`, { data: { accepted } });
    }
    this.accepted.set(path, fence);
  }
}
