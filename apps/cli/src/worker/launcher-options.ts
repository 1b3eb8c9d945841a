import { checkOneOf, invalid } from '@agentcoord/core';
import { SpawnMode } from '@agentcoord/spawner';
import type { Command } from 'commander';
import { wholeNumber } from '../input/parse.js';

export interface LauncherFlags {
  mode?: string;
  image?: string;
  network?: string;
  user?: string;
  project?: string;
  environment?: string;
  force?: boolean;
  memory?: string;
  openFiles?: string;
  nice?: string;
  cpus?: string;
  processes?: string;
}

const MODES = Object.values(SpawnMode);

/** Where workers run, and what they may use. */
export function addLauncherOptions(command: Command): Command {
  return command
    .option('--mode <mode>', `${MODES.join(', ')} (default ${SpawnMode.SUBPROCESS})`)
    .option('--memory <size>', 'the most memory of a worker: 512m, 2g')
    .option('--open-files <n>', 'the most files it may have open')
    .option('--nice <n>', 'subprocess: 0 to 19, how far others go first on the CPU')
    .option('--cpus <n>', 'docker: how much of the CPUs (default 2)')
    .option('--processes <n>', 'docker: the most processes and threads (default 512)')
    .option('--image <image>', 'docker, railway: the image of the worker')
    .option('--network <network>', 'docker: bridge, host, none or a network of yours (default bridge)')
    .option('--user <uid:gid>', 'docker: whom it writes as (default: the owner of the folder)')
    .option('--project <id>', 'railway: the project (default: RAILWAY_PROJECT_ID)')
    .option('--environment <id>', 'railway: the environment (default: RAILWAY_ENVIRONMENT_ID)')
    .option('--force', 'railway: take a Redis with a private address, for there is a tunnel');
}

export function modeOf({ mode }: LauncherFlags): SpawnMode {
  return checkOneOf(mode ?? SpawnMode.SUBPROCESS, '--mode', MODES);
}

export function limitsOf(flags: LauncherFlags) {
  const { memory, openFiles, nice, cpus, processes } = flags;
  return {
    ...(memory === undefined ? {} : { memory: bytes(memory) }),
    ...(openFiles === undefined ? {} : { openFiles: wholeNumber(openFiles, '--open-files', 64, 1_048_576) }),
    ...(nice === undefined ? {} : { niceness: wholeNumber(nice, '--nice', 0, 19) }),
    ...(cpus === undefined ? {} : { cpus: numberOf(cpus) }),
    ...(processes === undefined ? {} : { processes: wholeNumber(processes, '--processes', 16, 1_048_576) }),
  };
}

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function bytes(text: string): number {
  const [, number, unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(text) ?? [];
  const size = Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  if (size >= 128 * 1024 ** 2) return size;
  throw invalid('--memory', 'a size of at least 128m, such as 512m or 2g', text);
}

function numberOf(text: string): number {
  const cpus = Number(text);
  if (cpus >= 0.01 && cpus <= 1_024) return cpus;
  throw invalid('--cpus', 'a number from 0.01 to 1024, such as 1.5', text);
}
