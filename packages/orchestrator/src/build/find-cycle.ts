interface Node {
  key: string;
  dependsOn: readonly string[];
}

/** The keys of one circle, the first one again at its end; `undefined` where there is none. */
export function findCycle(nodes: readonly Node[]): string[] | undefined {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const done = new Set<string>();
  for (const start of nodes) {
    const path: string[] = [];
    const cycle = visit(start.key, path);
    if (cycle) return cycle;
  }
  return undefined;

  function visit(key: string, path: string[]): string[] | undefined {
    if (done.has(key)) return undefined;
    const before = path.indexOf(key);
    if (before !== -1) return [...path.slice(before), key];
    path.push(key);
    for (const next of byKey.get(key)?.dependsOn ?? []) {
      const cycle = byKey.has(next) ? visit(next, path) : undefined;
      if (cycle) return cycle;
    }
    path.pop();
    done.add(key);
    return undefined;
  }
}
