/** As a planner writes it; `more` replaces fields. */
export function taskInput(key: string, more: object = {}): Record<string, unknown> {
  const words = { title: `Do ${key}`, description: `Do ${key} well.` };
  return { key, ...words, files: [], depends_on: [], size: 'small', ...more };
}

export function planInput(...tasks: unknown[]): Record<string, unknown> {
  return { summary: 'What will be there.', tasks };
}
