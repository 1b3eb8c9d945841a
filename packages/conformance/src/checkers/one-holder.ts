import { type Checker, type Evidence, seen } from './evidence.js';

interface Held {
  grantId: string;
  key: string;
  from: number;
  /** The grant was certainly valid until here: given back or expired, whichever came first. */
  until: number;
}

/**
 * OneHolder: no two grants of one exclusive key are valid at once, and accepted writes have
 * non-decreasing fences. Compares only the times at which a grant was certainly valid by the
 * storage's clock, so it never accuses wrongly; a killed holder counts until its expiry.
 */
export const oneHolder: Checker = (evidence) => [...overlaps(evidence), ...staleWrites(evidence)];

function overlaps(evidence: Evidence): string[] {
  const endings = new Map(seen(evidence, 'lease-ending').map((entry) => [entry.grantId, entry.at]));
  const held = seen(evidence, 'lease-granted').map((grant): Held => {
    return { ...grant, until: Math.min(grant.until, endings.get(grant.grantId) ?? grant.until) };
  });
  held.sort((one, other) => one.from - other.from);
  const violations: string[] = [];
  const longest = new Map<string, Held>();
  for (const grant of held) {
    const before = longest.get(grant.key);
    if (before && before.until > grant.from && grant.until > grant.from) {
      violations.push(
        `${grant.key}: ${before.grantId} was held until ${before.until}, ${grant.grantId} was granted at ${grant.from}`,
      );
    }
    if (!before || grant.until > before.until) longest.set(grant.key, grant);
  }
  return violations;
}

function staleWrites(evidence: Evidence): string[] {
  const writes = seen(evidence, 'write-accepted').sort((one, other) => one.version - other.version);
  const highest = new Map<string, number>();
  return writes.flatMap(({ resource, version, fence }) => {
    const before = highest.get(resource) ?? 0;
    highest.set(resource, Math.max(before, fence));
    if (fence >= before) return [];
    return [`${resource}: write ${version} was accepted under fence ${fence} after one under ${before}`];
  });
}
