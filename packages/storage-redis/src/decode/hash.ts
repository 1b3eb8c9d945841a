/** The fields of a hash as Redis gives them: name, value, name, value. */
export function fieldsOf(raw: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  if (!Array.isArray(raw)) return fields;
  const words = raw as string[];
  for (let index = 0; index + 1 < words.length; index += 2)
    fields.set(words[index] ?? '', words[index + 1] ?? '');
  return fields;
}
