import type { Acting } from '../coordinator/acting.js';
import { hasLeader } from '../team/team-leaders.js';
import { parentOf } from '../team/team-record.js';
import { raiseMatter } from './raise-matter.js';
import type { Scene } from './scene.js';

/** Teams below whose coordinator died, and nobody stands by. One that said goodbye is nobody's trouble. */
export async function watchLeads(acting: Acting, scene: Scene): Promise<void> {
  for (const team of scene.teams.within(acting.name)) {
    const { name, lead } = team;
    if (name === acting.name || lead === undefined || lead.leftAt !== undefined) continue;
    if (hasLeader(scene.leaders, name) || scene.teams.cancellationOf(team) !== undefined) continue;
    await raiseMatter(acting, {
      matter: 'team-without-lead',
      subject: `team/${name}`,
      incarnation: String(lead.fence),
      title: `The team of ${name} has no coordinator`,
      message: `${lead.identity} (process ${lead.pid ?? '?'} on ${lead.host ?? '?'}) is gone and nobody stands by. Its workers go on.`,
      team: name,
      desk: parentOf(team) ?? acting.name,
      why: `${lead.identity} gave no sign while it led, and nobody stands by`,
    });
  }
}
