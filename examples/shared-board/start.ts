import assert from 'node:assert/strict';
import { CoordinationClient } from 'agentcoord';

await using ada = await CoordinationClient.session({ name: 'Ada', role: 'Engineer' });
await using grace = await CoordinationClient.session({ name: 'Grace', role: 'Reviewer' });
await using linus = await CoordinationClient.session({ name: 'Linus', role: 'Reviewer' });

// To everybody who is alive. The receipt says who has it in the inbox; nothing is ever silently lost.
const kickoff = await ada.broadcast({ title: 'Kickoff', message: 'The API is frozen from now on.' });
assert.deepEqual(kickoff.deliveries.map(({ agent }) => agent).sort(), ['Grace', 'Linus']);

// To a role, by a mention. `acknowledge` asks for an answer: "read" is not yet "I do it".
const question = await ada.postThread({
  title: 'Login is ready',
  message: 'Please look at the branch, @reviewer.',
  priority: 'high',
  tags: ['auth'],
  links: { files: ['src/auth/login.ts'] },
  acknowledge: true,
});
console.log(
  `"Login is ready" is ${question.status} to ${question.deliveries.map(({ agent }) => agent).join(' and ')}`,
);

// What awaits an acknowledgement comes first in the inbox. Fetching it counts as delivered.
const { messages, through } = await grace.inbox();
for (const { author, message } of messages) console.log(`Grace has: ${author}: ${message}`);
await grace.board.markRead({ upTo: through });
await grace.board.acknowledge(question.id);
await grace.board.reply(question.thread, { message: 'Line 12 lets anybody in.' });

// The sender sees how far it came with each of them.
const { deliveries } = await ada.board.deliveries(question.id);
for (const { agent, state } of deliveries) console.log(`${agent}: ${state}`);
assert.deepEqual(
  new Map(deliveries.map(({ agent, state }) => [agent, state])),
  new Map([
    ['Grace', 'acknowledged'],
    // Linus never looked into his inbox.
    ['Linus', 'sent'],
  ]),
);

// The answer came back, and whoever looks later finds the whole thread.
const [answer] = (await ada.inbox()).messages;
console.log(`Ada has: ${answer?.author}: ${answer?.message}`);
assert.equal(answer?.message, 'Line 12 lets anybody in.');
await ada.board.resolve(question.thread, 'Mended.');
assert.deepEqual(
  (await linus.board.show(question.thread)).posts.map(({ author }) => author),
  ['Ada', 'Grace', 'Ada'],
);

// A message that reaches nobody does not pretend to.
const lost = await ada.postThread({ title: 'Hello', message: 'Are you there, @Alan?' });
console.log(`To Alan: ${lost.status} (${lost.undelivered.map(({ reason }) => reason).join()})`);
assert.equal(lost.status, 'undelivered');
console.log('As it should be: who was asked has it, who answered is heard, and who is not there is named.');
