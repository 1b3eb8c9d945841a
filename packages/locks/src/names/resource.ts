import { createHash } from 'node:crypto';

/** The space of all file locks: the lease key of the whole repository. */
export const FILE_SPACE = 'file';

/** The resource of the work tree's root. */
const WHOLE_REPOSITORY = '.';

/** First segment of what lies outside the repository; a folder of that name inside is written `%40outside`. */
export const OUTSIDE = '@outside';

// A key has at most 1,024 characters and 64 levels, of which `file/` takes its part.
const MAX_CHARACTERS = 1024 - `${FILE_SPACE}/`.length;
const MAX_LEVELS = 63;

/** No encoded name begins like this, for `%` itself is always written `%25`. */
const DIGEST = '%~';
const PREFIX_CHARACTERS = MAX_CHARACTERS - `/${DIGEST}`.length - 64;
const PREFIX_LEVELS = MAX_LEVELS - 1;

/**
 * Encoded segments as one resource. What is too long or too deep for a key keeps the folders that
 * fit, and a digest of the rest: still below its folders, and still unlike every other file.
 */
export function joinResource(segments: readonly string[]): string {
  const whole = segments.join('/');
  if (whole === '') return WHOLE_REPOSITORY;
  if (whole.length <= MAX_CHARACTERS && segments.length <= MAX_LEVELS) return whole;
  const kept = segmentsThatFit(segments);
  const rest = segments.slice(kept.length).join('/');
  return [...kept, `${DIGEST}${createHash('sha256').update(rest).digest('hex')}`].join('/');
}

/** The lease key of one file. */
export function fileKey(resource: string): string {
  return resource === WHOLE_REPOSITORY ? FILE_SPACE : `${FILE_SPACE}/${resource}`;
}

/**
 * The lease key of a folder with all below it. A folder so deep that digests begin below it is
 * locked through its nearest parent above them: too much, never too little.
 */
export function treeKey(resource: string): string {
  if (resource === WHOLE_REPOSITORY) return FILE_SPACE;
  const segments = resource.split('/').filter((segment) => !segment.startsWith(DIGEST));
  return [FILE_SPACE, ...segmentsThatFit(segments)].join('/');
}

export function resourceOfKey(key: string): string {
  return key === FILE_SPACE ? WHOLE_REPOSITORY : key.slice(FILE_SPACE.length + 1);
}

function segmentsThatFit(segments: readonly string[]): readonly string[] {
  let characters = -1;
  const end = segments.findIndex((segment, index) => {
    characters += 1 + segment.length;
    return characters > PREFIX_CHARACTERS || index >= PREFIX_LEVELS;
  });
  return end === -1 ? segments : segments.slice(0, end);
}
