// The client
export { CoordinationClient } from './client/coordination-client.js';
export type { ConnectOptions, OpenOptions, SessionOptions } from './client/options.js';
export type { HeldTask } from './client/session-task.js';
export type { FlowTask, TaskFlow } from './client/task-flow.js';
// Configuration
export type { AutoApproveSetting } from './configuration/approval-settings.js';
export { CONFIG_FILE, type ConfigFile, readConfigFile } from './configuration/config-file.js';
export type {
  Configuration,
  ConfigurationFlags,
  ConfigurationRequest,
  NamespaceSource,
} from './configuration/configuration.js';
export type { DashboardSetting } from './configuration/dashboard-setting.js';
export type { HooksSetting } from './configuration/hooks-setting.js';
export { resolveConfiguration } from './configuration/resolve.js';

// Only looking
export { type Look, openLook } from './look/open-look.js';
// The namespace of a repository
export { type DerivedNamespace, deriveNamespace } from './namespace/derive.js';
export { normaliseOriginUrl } from './namespace/origin-url.js';
// Waiting
export { tellOfHeldGrants } from './store/held-grants.js';
// What a first use would have to wait for
export { isPrivateNamespace } from './store/private-namespace.js';
