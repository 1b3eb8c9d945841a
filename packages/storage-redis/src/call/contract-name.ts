/** `limits/acquire-permit` as the contract names it: `limits.acquirePermit`. */
export function contractName(script: string): string {
  return script.replace('/', '.').replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

/** And back. */
export function scriptName(verb: string): string {
  return verb.replace('.', '/').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
