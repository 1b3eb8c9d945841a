/** How much work a task is, as its planner sees it: what estimates are made from. */
export const TASK_SIZES = ['small', 'medium', 'large'] as const;
export type TaskSize = (typeof TASK_SIZES)[number];

/** A build is for one person to look over. */
export const MAX_PLANNED_TASKS = 100;

export interface PlannedTask {
  /** Unique within the plan: lower-case letters, digits and dashes. */
  key: string;
  /** One line. */
  title: string;
  description: string;
  /** What it will write; held from its beginning. Relative to the root of the repository. */
  files: string[];
  /** Keys of tasks that must be completed before. */
  dependsOn: string[];
  /** A command that must pass. A model wrote it, so it runs in the sandbox of models or not at all. */
  verify?: string;
  size: TaskSize;
}

export interface BuildPlan {
  /** What will be there in the end, in a few sentences. */
  summary: string;
  tasks: PlannedTask[];
}

/** Each wave needs only what the ones before it made. Of a plan without cycles. */
export function wavesOf(tasks: readonly PlannedTask[]): PlannedTask[][] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const waveOf = new Map<string, number>();
  const wave = (task: PlannedTask): number => {
    const known = waveOf.get(task.key);
    if (known !== undefined) return known;
    const before = task.dependsOn.flatMap((key) => byKey.get(key) ?? []);
    const own = Math.max(0, ...before.map((dependency) => wave(dependency) + 1));
    waveOf.set(task.key, own);
    return own;
  };
  const waves: PlannedTask[][] = [];
  for (const task of tasks) {
    const index = wave(task);
    waves[index] = [...(waves[index] ?? []), task];
  }
  return waves;
}
