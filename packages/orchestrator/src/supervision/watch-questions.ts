import type { ThreadSummary } from '@agentcoord/board';
import { type Acting, isTop } from '../coordinator/acting.js';
import { parentOf, type TeamRecord } from '../team/team-record.js';
import { PERSON } from './escalation.js';
import { excerpt, titleOf } from './excerpt.js';
import { raiseMatter } from './raise-matter.js';
import type { Scene } from './scene.js';

/** Open threads with this tag are questions; `ask_board` of a model and `ask` of a worker make them so. */
export const QUESTION_TAG = 'question';

/** Questions of the team that nobody has answered. */
export async function watchQuestions(acting: Acting, scene: Scene): Promise<void> {
  const { threads } = await acting.client.board.list({ state: 'open', tag: QUESTION_TAG, limit: 1_000 });
  for (const thread of threads) {
    if (isAnswered(thread)) continue;
    const team = await teamOf(acting, scene, thread);
    if (!scene.isMine(team)) continue;
    const { posts } = await acting.client.board.show(thread.id, { limit: 1 });
    await raiseMatter(acting, {
      matter: 'question',
      subject: `thread/${thread.id}`,
      incarnation: thread.id,
      title: titleOf(`${thread.author} asks: ${thread.title}`),
      message: excerpt(posts[0]?.message ?? thread.title, 8_000),
      team: team?.name ?? acting.name,
      desk: deskFor(acting, thread, team),
      why: `${thread.author} asked`,
    });
  }
}

export function isAnswered(
  thread: Pick<ThreadSummary, 'replies' | 'lastAuthor' | 'author' | 'state'>,
): boolean {
  return thread.state === 'resolved' || (thread.replies > 0 && thread.lastAuthor !== thread.author);
}

/** Nobody answers a question of their own: a lead's goes to the one above. */
function deskFor(acting: Acting, { author }: ThreadSummary, team: TeamRecord | undefined): string {
  if (team === undefined) return author === acting.name && isTop(acting) ? PERSON : acting.name;
  return team.name === author ? (parentOf(team) ?? PERSON) : team.name;
}

async function teamOf(
  acting: Acting,
  scene: Scene,
  { author, links }: ThreadSummary,
): Promise<TeamRecord | undefined> {
  const led = scene.teams.get(author);
  if (led !== undefined) return led;
  const agent = scene.members.agent(author);
  const team = agent && scene.members.teamOf(agent);
  if (team !== undefined) return team;
  const [taskId] = links?.tasks ?? [];
  const task = taskId === undefined ? undefined : await acting.client.queue.get(taskId);
  return task && scene.teams.ofTags(task.tags);
}
