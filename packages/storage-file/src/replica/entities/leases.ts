import { clearMarks, GRANTED } from '../../leases/marks.js';
import { findLease, keysOf, LEASE_COLUMNS, type LeaseRow, toGrant } from '../../leases/rows.js';
import { storeGrant } from '../../leases/store-grant.js';
import type { View } from '../../store/view.js';
import type { EntityKind, EntityOf, Found } from './entity-kind.js';
import { SMALL_BYTES } from './entity-kind.js';

export const leases: EntityKind<'lease'> = {
  page(view, after = [0], limit) {
    const rows = view.all<LeaseRow>(
      `SELECT ${LEASE_COLUMNS} FROM leases WHERE fence > ? ORDER BY fence LIMIT ?`,
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...found(row.grant_id, row), place: [row.fence] }));
  },
  apply({ tx }, { id, state }) {
    const before = findLease(tx, id);
    if (before) {
      tx.run('DELETE FROM leases WHERE fence = ?', before.fence);
      clearMarks(tx, { grantId: id, holder: before.holder, keys: keysOf(before), place: GRANTED });
    }
    if (state) storeGrant(tx, state);
    if (before?.fence !== state?.fence) tx.signal(`lease/${id}`);
  },
};

export function readLease(view: View, id: string): Found<EntityOf<'lease'>> {
  return found(id, findLease(view, id));
}

function found(id: string, row: LeaseRow | undefined): Found<EntityOf<'lease'>> {
  return {
    entity: { kind: 'lease', id, state: row ? toGrant(row) : null },
    bytes: row ? row.keys.length + (row.details?.length ?? 0) + SMALL_BYTES : id.length,
  };
}
