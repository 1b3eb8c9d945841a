import assert from 'node:assert/strict';
import { CoordinationClient, CoordinatorAgent, readTeamTree, type TeamNode, WorkerAgent } from 'agentcoord';

// All of them live in one process here, so that it is one file. In yours each is a process or a host of its own: all they
// share is the store.
await using cto = new CoordinatorAgent({
  name: 'CTO',
  // What no lead could answer comes here; what it does not answer either goes to a person.
  onQuestion: async ({ from, title }) => {
    console.log(`the CTO answers ${from}: ${title}`);
    return 'PostgreSQL';
  },
});
await cto.start();

// A lead names who is above it. It has tasks and workers of its own.
await using backend = new CoordinatorAgent({
  name: 'Backend',
  parent: 'CTO',
  onQuestion: async ({ title }) => (title.includes('port') ? '8080' : undefined),
});
await using frontend = new CoordinatorAgent({ name: 'Frontend', parent: 'CTO' });
await backend.start();
await frontend.start();

const answers: string[] = [];
const worker = (name: string, parent: string) =>
  new WorkerAgent({
    name,
    parent, // without tags of its own it takes every task of that team
    async handler(task, { ask, progress }) {
      await progress('looking at it');
      const question = String(task.payload?.question ?? '');
      if (question) answers.push(`${question} ${await ask({ title: question })}`);
      return { by: name };
    },
  });
await using ada = worker('Ada', 'Backend');
await using grace = worker('Grace', 'Frontend');
await ada.start();
await grace.start();

// Down: the CTO gives work to its teams, and a lead may make more of it.
await cto.createTasks(
  [
    { title: 'Storage', payload: { question: 'Which database?' } },
    { title: 'Server', payload: { question: 'Which port?' } },
  ],
  { team: 'Backend' },
);
await frontend.createTasks([{ title: 'Login page', priority: 5 }, { title: 'Help page' }]);

const workers = new AbortController();
const working = [ada, grace].map((agent) => agent.runWorkerLoop({ signal: workers.signal }));
const leads = [backend, frontend].map((lead) =>
  lead.runOrchestrationLoop({ interval: '200ms', signal: workers.signal }),
);
// Up: the CTO's team is done when the teams below it are.
const { ended } = await cto.runOrchestrationLoop({ interval: '200ms', stopWhenDone: true });
assert.equal(ended, 'done');

await using client = await CoordinationClient.open();
const { teams, problems } = await readTeamTree(client.storage);
show(teams);
assert.deepEqual(problems, []);
const [top] = teams;
assert.deepEqual(top?.teams.map(({ name }) => name).sort(), ['Backend', 'Frontend']);
assert.equal(top?.tasks.completed, 4, 'sums are over all below');
// The lead knew the port; the database was for the CTO to say.
assert.deepEqual(answers.sort(), ['Which database? PostgreSQL', 'Which port? 8080']);
for await (const { title, result } of backend.tasks(['completed']))
  assert.deepEqual(result, { by: 'Ada' }, `${title} was done in its own team`);

workers.abort();
await Promise.all([...working, ...leads]);
console.log('As it should be: tasks went down, questions and results came up, and each team did its own.');

function show(nodes: readonly TeamNode[], indent = ''): void {
  for (const { name, lead, tasks, members, teams: below } of nodes) {
    const people = members.map((member) => member.name).join(', ');
    console.log(
      `${indent}${name}: ${lead.state}, ${tasks.completed} done${people ? `, with ${people}` : ''}`,
    );
    show(below, `${indent}  `);
  }
}
