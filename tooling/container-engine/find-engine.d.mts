export interface FoundEngine {
  podman: string;
  runc: string;
  conmon: string;
  busybox: string;
  /** What they need in their environment. */
  env: Record<string, string>;
}

export const howToGetOne: string;
export const enginePackages: string[];
export function findEngine(): FoundEngine | undefined;
export function engineMissing(): string | undefined;
