import { type Checker, seen, tally } from './evidence.js';

/** FenceMono: a fence is given once, and a later grant or claim always has a higher one. */
export const fenceMono: Checker = (evidence) => {
  const grants = seen(evidence, 'lease-granted').map(({ grantId, fence, from }) => ({
    name: grantId,
    fence,
    at: from,
  }));
  const claims = seen(evidence, 'task-claimed').map(({ taskId, fence, at }) => ({ name: taskId, fence, at }));
  const all = [...grants, ...claims].sort((one, other) => one.at - other.at);

  const violations = [...tally(all.map((given) => String(given.fence)))]
    .filter(([, times]) => times > 1)
    .map(([fence, times]) => `fence ${fence} was given ${times} times`);

  // Within one millisecond the order is not known: compare with what came before it.
  let highestBefore = 0;
  let highest = 0;
  let at = Number.NEGATIVE_INFINITY;
  for (const given of all) {
    if (given.at > at) highestBefore = highest;
    at = given.at;
    if (given.fence < highestBefore) {
      violations.push(
        `${given.name} got fence ${given.fence} at ${given.at}, after ${highestBefore} had been given`,
      );
    }
    highest = Math.max(highest, given.fence);
  }
  return violations;
};
