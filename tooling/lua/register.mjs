import { register } from 'node:module';

/** For processes that run from the sources: `node --import …/register.mjs`, or imported before the sources. */
register('./node-hook.mjs', import.meta.url);
