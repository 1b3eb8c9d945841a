// The registry

// Looking at agents
export { type AgentInfo, type AgentState, stateOf as judgeAgent } from './agent/agent-info.js';
export { agentRecordId, checkAgentName } from './agent/agent-name.js';
export type { AgentKind, DeathCause, ReportedState } from './agent/agent-record.js';
export type { AgentDescription, Announcement, Registration } from './agent/registration.js';
export { AgentRegistry, type AgentRegistryOptions } from './agent-registry.js';
// Asking and burying
export type { AskAgent } from './ending/ask-agent.js';
export type { Freed } from './ending/free-belongings.js';
export type { KeepReaping } from './ending/keep-reaping.js';
export type { ReapedAgent, ReapReport } from './ending/reap.js';
// Being an agent
export { type Attendance, attend, depart } from './presence/attend.js';
export { ShownWork } from './presence/shown-work.js';
export { listAgents } from './reading/list-agents.js';
export type { RegisteredAgent } from './registered-agent.js';
export type { RegistryTimes } from './settings.js';
