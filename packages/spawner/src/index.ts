// Launchers
export type {
  LaunchExit,
  LaunchedProcess,
  Launcher,
  LauncherStop,
  LaunchHandle,
  LaunchSpec,
  Liveness,
  StopOutcome,
} from './launcher/launcher.js';
export { createSubprocessLauncher } from './launcher/subprocess.js';
export type { SpawnedWorker, WorkerState } from './record/spawned-worker.js';
export { SpawnMode } from './spawn-mode.js';
export type { WorkerSpawnerOptions } from './spawner-options.js';
export type { StopOptions, StopReport } from './stop-report.js';
export { defaultProgram, type Program } from './worker/default-program.js';
export type { SpawnRequest } from './worker/request.js';
export { WorkerSpawner } from './worker-spawner.js';
