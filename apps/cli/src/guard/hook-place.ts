import { basename, dirname, join, resolve } from 'node:path';
import { type GitPlace, gitOutput } from './git-output.js';

export const GUARDED_HOOKS = ['pre-commit', 'pre-push'] as const;
export type GuardedHook = (typeof GUARDED_HOOKS)[number];

export interface HookPlace {
  file: string;
  /** Husky runs the files beside its own folder, whether they are executable or not. */
  isHusky: boolean;
}

/** Where git looks for a hook: git is asked, so `core.hooksPath` counts. */
export async function hookPlace(hook: GuardedHook, place: GitPlace): Promise<HookPlace> {
  const said = (await gitOutput(['rev-parse', '--git-path', 'hooks'], place)).trim();
  const folder = resolve(place.cwd, said);
  const isHusky = basename(folder) === '_' && basename(dirname(folder)) === '.husky';
  return { file: join(isHusky ? dirname(folder) : folder, hook), isHusky };
}
