import * as fs from 'node:fs';

/**
 * `node:fs/promises` on the calls that do not wait for the thread pool. A quick command has nothing else to
 * do meanwhile, and starting the pool costs it 2.5 ms.
 */
function settled<Args extends unknown[], Result>(call: (...args: Args) => Result) {
  return async (...args: Args): Promise<Result> => call(...args);
}

export const mkdir = settled(fs.mkdirSync);
export const readFile = settled(fs.readFileSync);
export const readdir = settled(fs.readdirSync);
export const lstat = settled(fs.lstatSync);
export const readlink = settled(fs.readlinkSync);
export const realpath = settled(fs.realpathSync.native);
export const stat = settled(fs.statSync);
export const writeFile = settled(fs.writeFileSync);
export const rm = settled(fs.rmSync);

/** Handles have no calls that do not wait. */
export const open: typeof fs.promises.open = (...args) => fs.promises.open(...args);
