/** `Ada#<incarnation>/<flow>` → `Ada`: who a person would name. */
export function agentNameOf(identity: string): string {
  const hash = identity.lastIndexOf('#');
  return hash > 0 ? identity.slice(0, hash) : identity;
}
