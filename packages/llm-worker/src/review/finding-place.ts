import { AgentCoordError } from '@agentcoord/core';
import { readWorkspaceFile } from '../workspace/read-file.js';
import { textContent } from '../workspace/text-content.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Finding } from './finding.js';

/** Why a finding points nowhere; `undefined` where its file and its lines exist inside the workspace. */
export async function placeProblem(
  workspace: Workspace,
  { file, line, endLine }: Pick<Finding, 'file' | 'line' | 'endLine'>,
): Promise<string | undefined> {
  try {
    const { content } = await readWorkspaceFile(workspace, file);
    const lines = countLines(textContent(file, content));
    if (endLine < line) return `line ${endLine}, where it ends, comes before line ${line}`;
    return endLine > lines ? `"${file}" has only ${lines} lines; there is no line ${endLine}` : undefined;
  } catch (error) {
    if (AgentCoordError.is(error, 'not_found', 'invalid_argument', 'too_large')) return error.message;
    throw error;
  }
}

function countLines(text: string): number {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}
