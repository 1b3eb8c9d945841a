/** A guarantee that is switched off in the sources as the workers' bundle is made. */
export interface Sabotage {
  name: string;
  /** `file` is the end of its path; one that is not found, or has nothing like `from`, is an error. */
  changes: Array<{ file: string; from: RegExp; to: string }>;
}

/** @returns the changed text and which file it is; `undefined` where this one is left as it is. */
export function applySabotage(
  { name, changes }: Sabotage,
  path: string,
  text: string,
): { file: string; text: string } | undefined {
  const ours = changes.filter(({ file }) => path.endsWith(file));
  const [first] = ours;
  if (first === undefined) return undefined;
  const changed = ours.reduce((before, { from, to }) => {
    if (!from.test(before)) throw new Error(`${name}: ${path} has nothing like ${from}`);
    return before.replace(from, to);
  }, text);
  return { file: first.file, text: changed };
}
