/** Roman numerals for 1 to 3999; throws a RangeError on anything else. */
export function toRoman(number) {
  throw new Error('toRoman is still to be written');
}
