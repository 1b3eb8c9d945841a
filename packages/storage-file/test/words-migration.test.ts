import { expect, test } from 'vitest';
import { openFileStorage } from '../src/index.js';
import { connect } from '../src/opening/connect.js';
import { STORE_DATABASE } from '../src/schema.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { temporaryFolder } from './support/temporary.js';

/** As the schema before stored a record: its text is only in the index. */
const put = (number: number, value: string, text: string) => `
  INSERT INTO records(number, collection, id, version, value, labels, created_at, updated_at)
    VALUES (${number}, 'notes', 'n${number}', 1, ${value}, '{}', 1, 1);
  INSERT INTO record_texts(rowid, text) VALUES (${number}, '${text}');`;

test('records of an older schema get the words of their texts back, in order', async () => {
  const folder = temporaryFolder();
  const old = { ...STORE_DATABASE, migrations: STORE_DATABASE.migrations.slice(0, 2) };
  const adapter = chooseAdapter();
  const connection = await connect({ folder, kind: old, adapter, durability: 'process' });
  connection.database.exec(`
    ${put(1, "'{}'", 'Überall Größe, überall: log-in')}
    ${put(2, "'{}'", 'of before')}
    DELETE FROM record_texts WHERE rowid = 2;
    INSERT INTO record_texts(rowid, text) VALUES (2, 'of now');
    ${put(3, 'NULL', 'gone')}
    DELETE FROM record_texts WHERE rowid = 3;
    INSERT INTO records(number, collection, id, version, value, labels, created_at, updated_at)
      VALUES (4, 'notes', 'n4', 1, '{}', '{}', 1, 1);`);
  connection.close();

  await using storage = await openFileStorage({ folder });
  const page = await storage.replica?.snapshot({});
  const words = page?.entities.flatMap((entity) =>
    entity.kind === 'record' && entity.state.value !== null ? [[entity.id, entity.state.words]] : [],
  );
  expect(words).toEqual([
    ['n1', 'uberall große uberall log in'],
    ['n2', 'of now'],
    ['n4', undefined],
  ]);
  const { records } = await storage.records.search({ collection: 'notes', words: 'GRÖSSE' });
  expect(records).toEqual([]);
  const found = await storage.records.search({ collection: 'notes', words: 'größe log-in' });
  expect(found.records.map((record) => record.id)).toEqual(['n1']);
});
