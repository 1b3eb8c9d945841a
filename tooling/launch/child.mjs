import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command in the root folder with our terminal and resolves to its exit code.
 * Signals reach it; a command ended by a signal counts as 128 + its number, as in a shell.
 */
export function run(command, args, { env = {} } = {}) {
  return settle(spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' }));
}

/** Like `run`, but the output is kept and shown only if the command fails. */
export async function runQuietly(command, args, { env = {} } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const exitCode = await settle(child);
  if (exitCode !== 0) process.stderr.write(Buffer.concat(output));
  return exitCode;
}

function settle(child) {
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the whole group, the child included: a second one would read as "now, hard".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of passedOn) process.off(name, forward);
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
    });
  });
}
