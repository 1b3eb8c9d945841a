/**
 * Takes the place of core's module of this name in the workers' bundle: there the point is named when a process
 * starts, here while it runs, so that one process serves many rounds.
 */
export interface ArmedPoint {
  name: string;
  /** The how many-th time. */
  nth: number;
  signal: 'SIGKILL' | 'SIGSTOP';
}

let armed: (ArmedPoint & { seen: number }) | undefined;

export function arm(point: ArmedPoint | undefined): void {
  armed = point === undefined ? undefined : { ...point, seen: 0 };
}

export function crashPoint(name: string): void {
  if (armed === undefined || armed.name !== name) return;
  armed.seen += 1;
  if (armed.seen < armed.nth) return;
  const { signal } = armed;
  armed = undefined;
  process.kill(process.pid, signal);
}
