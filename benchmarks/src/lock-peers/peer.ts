/** One library as the benchmark drives it. */
export interface LockPeer {
  /** Waits as long as it takes. @returns what gives the lock back. */
  acquire(name: string): Promise<() => Promise<unknown>>;
  close(): Promise<unknown>;
}

export type OpenLocks = (place: { port: number; holder: string }) => Promise<LockPeer>;
