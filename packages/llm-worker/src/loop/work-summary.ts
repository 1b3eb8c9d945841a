import type { ToolResultBlock, ToolUseBlock } from '../model/content.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { describeCall } from './left-out-marks.js';

const MAX_BYTES = 6 * 1024;
const MAX_PATHS = 60;
const MAX_LINES = 12;
const MAX_LINE = 200;
const MAX_SAID = 1_000;

const EDITS = new Set(['write_file', 'edit_file', 'patch_file']);
/** Seen again by calling them again. */
const LOOKS = new Set(['list_files', 'search', 'read_board']);

/**
 * What a task has done so far, kept while it is done: facts from its calls and their answers, no second model. It
 * takes the place of what is left out, so that the model neither repeats its work nor forgets its plan.
 */
export class WorkSummary {
  private readonly changed = new Map<string, number>();
  private readonly read = new Set<string>();
  private readonly others: string[] = [];
  private failedVerification: string | undefined;
  private said: string | undefined;

  /** The model's own words are its plan; the last ones count. */
  noteText(text: string): void {
    if (text.trim() !== '') this.said = text.trim();
  }

  note(call: ToolUseBlock, result: ToolResultBlock): void {
    if (result.errorCode === 'verify_failed') this.failedVerification = result.content;
    if (result.isError || call.name === 'finish') return;
    const path = pathOf(call.input);
    if (EDITS.has(call.name) && path !== undefined) this.changed.set(path, (this.changed.get(path) ?? 0) + 1);
    else if (call.name === 'read_file' && path !== undefined) this.read.add(path);
    else if (!LOOKS.has(call.name)) this.others.push(otherLine(call, result));
  }

  text(): string {
    const changed = [...this.changed].map(([path, times]) =>
      times === 1 ? path : `${path} (${times} times)`,
    );
    const { failedVerification, said } = this;
    const parts = [
      'What you have done so far. Older answers were left out to make room: read a file again where you need it.',
      ...(changed.length > 0 ? [`Changed: ${list(changed)}`] : []),
      ...(this.read.size > 0 ? [`Read: ${list([...this.read])}`] : []),
      ...this.others.slice(-MAX_LINES).map((line) => `- ${line}`),
      ...(failedVerification === undefined
        ? []
        : [`The last verification failed: ${shortenMiddle(failedVerification, MAX_SAID)}`]),
      ...(said === undefined ? [] : [`You said: ${shortenMiddle(said, MAX_SAID)}`]),
    ];
    return shortenMiddle(parts.join('\n'), MAX_BYTES);
  }
}

function otherLine(call: ToolUseBlock, { content }: ToolResultBlock): string {
  const { note } = (call.input ?? {}) as Record<string, unknown>;
  if (call.name === 'report_progress' && typeof note === 'string')
    return note.slice(0, MAX_LINE).toWellFormed();
  const [first = ''] = content.split('\n');
  return `${describeCall(call)}: ${first}`.slice(0, MAX_LINE).toWellFormed();
}

function pathOf(input: unknown): string | undefined {
  const { path } = (input ?? {}) as Record<string, unknown>;
  return typeof path === 'string' ? path.slice(0, MAX_LINE).toWellFormed() : undefined;
}

/** The newest last; many are only counted. */
function list(paths: readonly string[]): string {
  const left = paths.length - MAX_PATHS;
  return left > 0 ? `${left} others, ${paths.slice(-MAX_PATHS).join(', ')}` : paths.join(', ');
}
