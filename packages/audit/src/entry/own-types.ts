/** The entry with which an archiver says which entries it has put elsewhere. */
export const ARCHIVED_TYPE = 'audit-archived';
/** The entry with which a keeper says which events were gone before it came. */
export const MISSED_TYPE = 'events-missed';
