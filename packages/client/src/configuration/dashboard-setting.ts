import { checkBoolean, checkOneOf, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

const THEMES = ['neon', 'mono', 'high-contrast'] as const;

/** How `agentcoord dashboard` looks unless a flag or the environment says otherwise. */
export interface DashboardSetting {
  theme?: (typeof THEMES)[number];
  ascii?: boolean;
  splash?: boolean;
}

export function checkDashboard(value: unknown): DashboardSetting {
  const setting: DashboardSetting = {};
  for (const [key, option] of Object.entries(objectOf(value, 'dashboard', '{"theme": "high-contrast"}'))) {
    if (key === 'theme') setting.theme = checkOneOf(option, 'dashboard.theme', THEMES);
    else if (key === 'ascii' || key === 'splash') setting[key] = checkBoolean(option, `dashboard.${key}`);
    else throw invalid(`dashboard.${key}`, 'theme, ascii or splash');
  }
  return setting;
}
