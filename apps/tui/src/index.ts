// Starting workers
export type {
  ScaledWorkers,
  ScaleWorkers,
  StartWorkers,
  WorkerSettings,
  Workforce,
} from './actions/workforce.js';
// The dashboard
export { type DashboardOptions, runDashboard } from './shell/run-dashboard.js';
// How it looks
export { THEME_NAMES, type ThemeName } from './view/theme.js';
