import type { OutputStream } from '../command-context.js';
import { type LogoLook, logo } from './logo.js';

export interface SplashSetting {
  /** `--no-splash`. */
  flag?: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** Of the configuration file. */
  inFile?: boolean;
}

const OFF = new Set(['0', 'off', 'no', 'false']);

/** Flag, then environment, then file. */
export function isSplashWanted({ flag, environment, inFile }: SplashSetting): boolean {
  if (flag === false) return false;
  const { AGENTCOORD_SPLASH: variable } = environment;
  if (variable) return !OFF.has(variable.toLowerCase());
  return inFile !== false;
}

/**
 * Prints the logo where the cursor is, while what follows is still being loaded: one write, and nobody waits for it.
 * @returns what wipes it, so that the scrollback is as before.
 */
export function showSplash(output: OutputStream, look: LogoLook): () => void {
  const text = logo(look);
  output.write(`${text}\n`);
  const rows = text.split('\n').length;
  let isShown = true;
  return () => {
    if (isShown) output.write(`\u001b[${rows}A\r\u001b[J`);
    isShown = false;
  };
}
