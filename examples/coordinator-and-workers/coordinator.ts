import { CoordinatorAgent } from 'agentcoord';

const NAMES: Readonly<Record<string, string>> = {
  fr: 'French',
  de: 'German',
  es: 'Spanish',
  xx: 'Esperanto',
};

await using coordinator = new CoordinatorAgent({
  name: 'MainCoordinator',
  namespace: 'example-coordinator-and-workers',
  // Without a sign for this long another instance takes over (default 15s).
  leadFor: '3s',
  async onQuestion({ from, title }) {
    console.log(`${from} asks: ${title}`);
    return NAMES[title.slice(-3, -1)] ?? 'English';
  },
  onEvent(event) {
    if (event.type === 'standby') console.log(`standing by: ${event.leader} leads`);
    if (event.type === 'leading') console.log(`leads: ${event.why}`);
    if (event.type === 'agent-dead')
      console.log(`${event.agent} is dead; given to others: ${event.tasks.join(', ') || 'nothing'}`);
    if (event.type === 'trouble') console.log(`trouble while ${event.doing}: ${event.error.message}`);
  },
});

process.once('SIGINT', () => void coordinator.stop());
process.once('SIGTERM', () => void coordinator.stop());

await coordinator.start();
await coordinator.createTasks(
  Object.keys(NAMES).map((language) => ({
    id: `greet-${language}`,
    title: `Translate "good morning" into ${language}`,
    payload: { language },
    tags: ['translation'],
    priority: language === 'fr' ? 5 : 3,
  })),
);
await coordinator.broadcastMessage({ title: 'Kickoff', message: 'Tasks are ready', priority: 'high' });

const { ended } = await coordinator.runOrchestrationLoop({
  interval: '1s',
  autoApprove: true,
  stopWhenDone: true,
});
if (ended === 'done') {
  for await (const { id, result } of coordinator.tasks(['completed']))
    console.log(`${id}: ${JSON.stringify(result)}`);
  console.log('all done');
}
