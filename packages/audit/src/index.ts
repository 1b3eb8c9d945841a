// The audit log

// Archiving and exporting
export type { ArchiveOptions, ArchiveReport } from './archiving/archive-log.js';
export type { ExportOptions } from './archiving/export-log.js';
export type { Segment } from './archiving/segment-file.js';
export { AuditLog, type AuditLogOptions, type SealReport } from './audit-log.js';
// What is derived from events
export type { DeriveRule, SeenEvent } from './deriving/derive-rule.js';
// Entries
export type { DecisionInput } from './entry/decision-input.js';
export type { AuditEntry } from './entry/entry-content.js';
export type { KeepOptions } from './keeping/keep-log.js';
export type { EntryFilter } from './reading/entry-filter.js';
export type { FollowEntries } from './reading/follow-entries.js';
export type { ListEntries } from './reading/list-entries.js';
// Verifying
export type { AuditReport } from './verifying/audit-report.js';
export type { Finding, TamperingKind } from './verifying/finding.js';
