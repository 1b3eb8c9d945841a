import { homedir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';

export interface OperatorKeyPlace {
  environment: Readonly<Record<string, string | undefined>>;
  /** The work tree. */
  root: string;
  /** Where AGENTCOORD_HOME, or the flag, says; `undefined` when nobody set it. */
  homeAsked: string | undefined;
}

/**
 * Where this user's operator key lies: `keys/operator.key` in AGENTCOORD_HOME where that is set and
 * outside the work tree, else in `$XDG_CONFIG_HOME/agentcoord` (`~/.config/agentcoord`). One key for all
 * projects of a user; never among the files that git sees, nor where agents work.
 */
export function operatorKeyFile({ environment, root, homeAsked }: OperatorKeyPlace): string {
  if (homeAsked !== undefined && !isInside(homeAsked, root)) return join(homeAsked, 'keys', 'operator.key');
  const { XDG_CONFIG_HOME, HOME } = environment;
  const configured = XDG_CONFIG_HOME && isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : undefined;
  return join(configured ?? join(HOME || homedir(), '.config'), 'agentcoord', 'operator.key');
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way.startsWith('..') || isAbsolute(way));
}
