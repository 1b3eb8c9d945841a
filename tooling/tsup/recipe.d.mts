import type { defineConfig } from 'tsup';

/** `entries`: the source files that become files of `dist`; `src/index.ts` by default. */
export declare function tsupRecipe(options?: { entries?: string[] }): ReturnType<typeof defineConfig>;
