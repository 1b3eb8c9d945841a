import type { JsonObject, StoredRecord } from '@agentcoord/core';
import { fieldsOf } from './hash.js';

export function decodeRecord(collection: string, id: string, raw: unknown): StoredRecord | undefined {
  const fields = fieldsOf(raw);
  const value = fields.get('value');
  if (value === undefined) return undefined;
  return {
    collection,
    id,
    version: Number(fields.get('version')),
    value: JSON.parse(value) as JsonObject,
    labels: JSON.parse(fields.get('labels') ?? '{}') as Record<string, string>,
    createdAt: Number(fields.get('created')),
    updatedAt: Number(fields.get('updated')),
  };
}
