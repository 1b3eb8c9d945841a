import { createBubblewrap } from './bubblewrap.js';
import { createNoSandbox } from './no-sandbox.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';

/** bubblewrap, unless somebody said in so many words that there shall be no sandbox. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return options.unsafeNoSandbox === true ? createNoSandbox(options) : createBubblewrap(options);
}
