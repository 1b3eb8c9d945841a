/** Where a process of the file store may be killed or stopped, by the names in its sources. */
export const STORE_POINTS: readonly string[] = [
  'file-begun',
  'file-written',
  'file-committed',
  'file-signalled',
  'file-checkpointed',
];
