/** `Ada#agent_01…/task_…` → `Ada`: who holds or works, for people. */
export function nameOf(identity: string): string {
  return /^[^#/]*/.exec(identity)?.[0] || identity;
}
