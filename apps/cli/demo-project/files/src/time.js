const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a text such as `1h 30m`; throws a RangeError on anything else. */
export function parseDuration(text) {
  throw new Error('parseDuration is still to be written');
}

/** The shortest text for a number of seconds: 5400 → `1h 30m`, 0 → `0s`. */
export function formatDuration(seconds) {
  throw new Error('formatDuration is still to be written');
}
