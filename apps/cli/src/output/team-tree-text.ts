import { formatDuration } from '@agentcoord/core';
import type { Escalation, TeamMember, TeamNode, TeamTree } from '@agentcoord/orchestrator';
import type { Paint } from './paint.js';
import { plain } from './plain.js';

/** The tree with its members, then who belongs to nobody, then what waits for somebody. */
export function renderTeamTree({ teams, others, problems }: TeamTree, now: number, paint: Paint): string {
  const parts = [
    ...(teams.length === 0
      ? ['No teams. Start a coordinator: agentcoord coordinator --name <name>']
      : [teams.flatMap((team) => nodeLines(team, now, paint)).join('\n')]),
    ...(others.length === 0
      ? []
      : [
          section(
            'Managed by no coordinator',
            others.map((one) => memberLine(one, paint)),
            paint,
          ),
        ]),
    ...(problems.length === 0
      ? []
      : [
          section(
            'Waiting for somebody',
            problems.map((one) => problemLine(one, now, paint)),
            paint,
          ),
        ]),
  ];
  return parts.join('\n\n');
}

function nodeLines(node: TeamNode, now: number, paint: Paint): string[] {
  const children = [
    ...node.members.map((member) => [memberLine(member, paint)]),
    ...node.teams.map((team) => nodeLines(team, now, paint)),
  ];
  const below = children.flatMap((lines, index) => {
    const isLast = index === children.length - 1;
    return lines.map((line, row) => (row === 0 ? (isLast ? '└─ ' : '├─ ') : isLast ? '   ' : '│  ') + line);
  });
  return [nodeLine(node, now, paint), ...below];
}

function nodeLine(node: TeamNode, now: number, paint: Paint): string {
  const { name, lead, tasks, cancelled } = node;
  const open = tasks.blocked + tasks.scheduled + tasks.ready + tasks.claimed;
  const counts = [
    plain`${tasks.completed} done`,
    plain`${open} open`,
    ...(tasks.failed > 0 ? [paint.bad(plain`${tasks.failed} failed`)] : []),
    ...(tasks.cancelled > 0 ? [plain`${tasks.cancelled} cancelled`] : []),
  ];
  const mark =
    cancelled === undefined ? [] : [paint.warning(plain`cancelled by ${cancelled.by}: ${cancelled.reason}`)];
  return [
    paint.heading(plain`${name}`),
    leadText(lead, now, paint),
    counts.join(', '),
    ...spendText(node),
    ...mark,
  ].join('  ');
}

function leadText({ state, since, standby }: TeamNode['lead'], now: number, paint: Paint): string {
  const more = standby > 0 && state === 'leading' ? plain`, ${standby} standing by` : '';
  switch (state) {
    case 'leading':
      return `coordinator ${paint.good('leading')}${since === undefined ? '' : ` for ${formatDuration(Math.max(0, now - since))}`}${more}`;
    case 'standby':
      return paint.warning('coordinator being replaced');
    case 'gone':
      return paint.bad('coordinator gone');
    case 'left':
      return paint.faint('coordinator left');
    case 'none':
      return paint.faint('coordinator not started yet');
  }
}

function spendText({ spent, budget, maxWorkers }: TeamNode): string[] {
  const usd = budget?.usd === undefined ? '' : ` of $${budget.usd.toFixed(2)}`;
  const tokens = budget?.tokens === undefined ? '' : ` of ${budget.tokens.toLocaleString('en-US')}`;
  return [
    ...(spent.usd > 0 || usd !== '' ? [`$${spent.usd.toFixed(2)}${usd} spent`] : []),
    ...(tokens === '' ? [] : [`${spent.tokens.toLocaleString('en-US')}${tokens} tokens`]),
    ...(maxWorkers === undefined ? [] : [plain`at most ${maxWorkers} workers`]),
  ];
}

function memberLine({ name, role, state, workingOn }: TeamMember, paint: Paint): string {
  const shown =
    state === 'hung' ? paint.warning(state) : state === 'working' ? paint.good(state) : plain`${state}`;
  const what = workingOn === undefined ? '' : plain`: ${workingOn}`;
  return plain`${name}  ` + (role === undefined ? '' : plain`${role}  `) + shown + what;
}

function problemLine(problem: Escalation, now: number, paint: Paint): string {
  const { desk, title, subject, movedAt } = problem;
  const who = desk === 'person' ? paint.bad('you') : plain`${desk}`;
  return `${who}  ${plain`${title}`}  ${paint.faint(plain`${subject}, for ${formatDuration(Math.max(0, now - movedAt))}`)}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return [paint.heading(title), ...lines.map((line) => `  ${line}`)].join('\n');
}
