/** What a user of its own needs, as `ACL SETUSER` takes it; a password comes beside it. */
export const NEEDED_RIGHTS: readonly string[] = [
  'resetkeys',
  '~{ac:*}*',
  '~mutex:{ac:*}:migration',
  'resetchannels',
  '&{ac:*}*',
  '-@all',
  '+@read',
  '+@write',
  '+@pubsub',
  '+@scripting',
  '+@connection',
  '-@dangerous',
  '+info',
  '+time',
  '+cluster|slots',
  '+cluster|keyslot',
];
