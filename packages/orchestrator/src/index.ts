// Autoscaling

export type { Retire } from './autoscaling/acting/retire-worker.js';
export {
  AutoScalingCoordinator,
  type AutoScalingCoordinatorOptions,
  type AutoscalingLoopOptions,
} from './autoscaling/auto-scaling-coordinator.js';
export { decide } from './autoscaling/deciding/decide.js';
export type { PoolDecision } from './autoscaling/deciding/decide-pool.js';
export type { Reason } from './autoscaling/deciding/reason.js';
export type {
  CrashCount,
  Load,
  Need,
  PoolSnapshot,
  Pressure,
  Snapshot,
  Staff,
} from './autoscaling/deciding/snapshot.js';
export type { Pool, PoolOptions } from './autoscaling/rules/pool.js';
export type { ScaledWorker, ScalingOptions } from './autoscaling/rules/scaling-options.js';
export type { ScalingRound, ScalingStep } from './autoscaling/scaling-round.js';
// Metrics
export { EXPOSITION_TYPE, toPrometheusText } from './metrics/exposition.js';
export type { HistogramSample, Labels, Metric, Sample } from './metrics/metric.js';
export { MetricsCollector, type MetricsCollectorOptions } from './metrics/metrics-collector.js';
// Telemetry
export { enableOpenTelemetry, type OpenTelemetryOptions } from './telemetry/open-telemetry.js';
