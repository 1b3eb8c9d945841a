// Launchers
export { createDockerLauncher, DEFAULT_IMAGE, type DockerLauncherOptions } from './launcher/docker.js';
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
export { createRailwayLauncher, type RailwayLauncherOptions } from './launcher/railway.js';
export { createSubprocessLauncher } from './launcher/subprocess.js';
export type { WorkerLimits } from './limits/worker-limits.js';
export { followLog } from './log/follow-log.js';
export { type LogRecord, parseLogLine } from './log/parse-log-line.js';
export { readLog } from './log/read-log.js';
export type { LogBounds } from './log/start-pump.js';
// Processes that are told from all others
export {
  asProcessIdentity,
  identify as identifyProcess,
  livenessOf as processLiveness,
  type ProcessIdentity,
} from './process/process-identity.js';
export type { SpawnedWorker, WorkerState } from './record/spawned-worker.js';
export { SpawnMode } from './spawn-mode.js';
export type { WorkerSpawnerOptions } from './spawner-options.js';
export type { StopOptions, StopReport } from './stop-report.js';
export type { SuperviseOptions, SupervisionEvent } from './supervise/supervise.js';
export { defaultProgram, type Program } from './worker/default-program.js';
export type { SpawnRequest } from './worker/request.js';
export type { RestartOptions, RestartPolicy } from './worker/restart-policy.js';
export { WorkerSpawner } from './worker-spawner.js';
