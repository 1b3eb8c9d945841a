import { vi } from 'vitest';

/** Waits until it holds, however slow the machine is. */
export function soon<T>(holds: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(holds, { timeout: 15_000, interval: 20 });
}
