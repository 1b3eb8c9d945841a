import { inspect } from 'node:util';
import { openFromSource } from '../harness/open-from-source.js';

const ALL = { depth: 20, showHidden: true };
try {
  const storage = await openFromSource({
    namespace: 'shown',
    url: process.env.REDIS_URL ?? '',
    timeoutMs: 1_000,
  });
  console.log(inspect(await storage.describe(), ALL));
  await storage.close();
} catch (error) {
  console.log(inspect(error, ALL), JSON.stringify(error));
}
console.log('argv', process.argv.join(' '), process.title);
