// Reports

export { type CollectReport, collectReport } from './collect/collect-report.js';
// The file
export { writeReportFile } from './file/report-file.js';
export { renderReport } from './page/render-report.js';
// What is in one
export type {
  AgentStory,
  DecisionStory,
  LockStory,
  Report,
  SpanOutcome,
  TaskCounts,
  TaskStory,
  ThroughputBucket,
  WaitSpan,
  WorkSpan,
} from './report.js';
