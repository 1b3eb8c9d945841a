import { safeText } from '../text/safe-text.js';
import { type GitCall, gitLine } from './run-git.js';

export interface CommitText {
  task: string;
  agent: string;
  title: string;
  summary: string;
  /** What must not be in a commit. */
  hide(text: string): string;
}

/** Makes the commit without a hook, an editor or a branch: nothing points to it yet. */
export function makeCommit(
  commit: { tree: string; parent: string; text: CommitText },
  call: GitCall,
): Promise<string> {
  return gitLine(['commit-tree', '-p', commit.parent, '-F', '-', commit.tree], {
    ...call,
    input: message(commit.text),
  });
}

/** git reads trailers from the last paragraph only, so what a model says cannot be taken for one. */
function message({ task, agent, title, summary, hide }: CommitText): string {
  const subject = safeText(hide(title), { maxLength: 100, singleLine: true }).trim() || task;
  const body = safeText(hide(summary), { maxLength: 4000 }).trim();
  const trailers = [`AgentCoord-Task: ${task}`, `AgentCoord-Agent: ${agent}`].join('\n');
  return `${[subject, body, trailers].filter((part) => part !== '').join('\n\n')}\n`;
}
