import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoordinationClient } from 'agentcoord';

await using ada = await CoordinationClient.session({ name: 'Ada', role: 'Engineer' });
await using grace = await CoordinationClient.session({ name: 'Grace', role: 'Reviewer' });

// Every entry is signed, and chained to what the same author logged before.
const first = await ada.logDecision({ type: 'deployment', context: 'Backend v2.0', reason: 'Tests pass' });
await grace.logDecision({ type: 'review', context: 'Backend v2.0', reason: 'Two lines to mend' });
await ada.logDecision({ type: 'rollback', context: 'Backend v2.0', details: { errors: 17 } });

// A seal binds the order between authors, and the end of the log. One process of all should do this now and then
// (`audit.keep({ signal })`); until then `verify` names what is not sealed yet.
await ada.audit.seal();
for (const { author, type, reason } of await ada.audit.list())
  console.log(`${author.split('#')[0]}: ${type}${reason ? ` (${reason})` : ''}`);

const honest = await ada.audit.verify();
console.log(`verified: ${honest.status}, ${honest.entries} entries, ${honest.findings.length} findings`);
assert.equal(honest.status, 'ok');

// What is sealed can leave the store: into a file that is verified together with the rest.
await ada.audit.archive();
const folder = join(ada.configuration.storeFolder, 'audit', 'segments');
const [segment] = (await readdir(folder)).filter((name) => name.includes('.jsonl'));
assert.ok(segment, 'the entries are in a file now');
const file = join(folder, segment);
const original = await readFile(file, 'utf8');

// Somebody would rather have said something else: one word in one entry.
await writeFile(file, original.replace('Tests pass', 'Grace said yes'));
const changed = await grace.audit.verify();
for (const { kind, message } of changed.findings) console.log(`found: ${kind}: ${message}`);
assert.equal(changed.status, 'tampered');
assert.ok(changed.findings.some(({ kind, sequence }) => kind === 'changed' && sequence === first.sequence));

// Somebody removes the whole entry.
const lines = original.split('\n');
await writeFile(file, lines.filter((line) => !line.includes('Two lines to mend')).join('\n'));
const removed = await grace.audit.verify();
for (const { kind, message } of removed.findings) console.log(`found: ${kind}: ${message}`);
assert.equal(removed.status, 'tampered');
assert.ok(removed.findings.some(({ kind }) => kind === 'deleted'));

// And as it was, nothing is found: no false alarm.
await writeFile(file, original);
assert.deepEqual((await grace.audit.verify()).findings, []);
console.log('As it should be: what was changed and what was removed is named, and the honest log verifies.');
