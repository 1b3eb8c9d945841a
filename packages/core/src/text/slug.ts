/** A short file-name-safe form of a title: for log files and branches, never an identity. */
export function slug(text: string, maxLength = 40): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, maxLength) || 'unnamed';
}
