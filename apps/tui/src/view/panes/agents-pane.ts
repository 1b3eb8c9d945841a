import type { JudgedAgent } from '../../model/agent-table.js';
import { age } from '../age.js';
import { span } from '../line.js';
import { styleOfState } from '../state-style.js';
import type { Pane } from './pane.js';

export const agentsPane: Pane<JudgedAgent> = {
  name: 'agents',
  title: 'Agents',
  empty: 'Nobody is here. Press s to start workers.',
  items: (model, now) => model.agents.tree(now),
  key: ({ name }) => name,
  found: ({ name, role, kind, workingOn, note, tags, state }) => ({
    text: [name, role ?? kind, workingOn, note].join(' '),
    tags,
    state,
    agent: name,
  }),
  sorts: [
    { name: 'team' },
    { name: 'state', compare: (a, b) => rank(a) - rank(b) },
    { name: 'progress', compare: (a, b) => b.lastProgressAt - a.lastProgressAt },
  ],
  summary: (model, now) => {
    const living = model.agents.tree(now).filter(({ state }) => state !== 'left' && state !== 'dead');
    const working = living.filter(({ state }) => state === 'working').length;
    return [span(`${living.length}`, 'text'), span(working > 0 ? `, ${working} working` : '', 'good')];
  },
  columns: [
    {
      title: 'AGENT',
      width: 18,
      cell: (agent, { branch, glyph }) =>
        span(`${branch(agent)}${glyph(agent.state)} ${agent.name}`, styleOfState(agent.state)),
    },
    { title: 'STATE', width: 8, cell: ({ state }) => span(state, styleOfState(state)) },
    {
      title: 'SEEN',
      width: 4,
      align: 'right',
      from: 44,
      cell: ({ heartbeatAt }, { now }) => span(age(now - heartbeatAt), 'faint'),
    },
    { title: 'ROLE', width: 12, from: 60, cell: ({ role, kind }) => span(role ?? kind, 'accent') },
    {
      title: 'DOING',
      width: 'rest',
      cell: ({ state, note, workingOn }) => span(GONE.includes(state) ? '' : (note ?? workingOn ?? '')),
    },
  ],
};

const GONE = ['left', 'dead'];
const RANKS = ['hung', 'dead', 'waiting', 'working', 'spawning', 'idle', 'left'];

function rank({ state }: JudgedAgent): number {
  return RANKS.indexOf(state);
}
