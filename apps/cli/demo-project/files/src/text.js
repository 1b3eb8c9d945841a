/** A title as it stands in an address: `Hello, World!` → `hello-world`; accents are dropped. */
export function slugify(title) {
  throw new Error('slugify is still to be written');
}

/** How often each word occurs, upper and lower case alike, most frequent first, then by the alphabet. */
export function countWords(text) {
  throw new Error('countWords is still to be written');
}
