/** What stands where in a backup file: a tar, compressed with zstd. */

export const FORMAT = 1
/** First: what this is. */
export const INFO_ENTRY = 'portico-backup.json'
/** Last: a file without it was cut short. */
export const END_ENTRY = 'portico-backup-end'
/** The passwords of the database's roles; useless without the database beside them. */
export const CREDENTIALS_ENTRY = 'postgres.json'
/** The database. */
export const SERVER = 'postgres'
/** Stored files (exports, attachments), as they lie in the data directory. */
export const FILES = 'files'
/** In the data directory, never in a backup. */
export const SECRET_KEY_FILE = 'secret.key'

/** Directories that PostgreSQL expects and a backup, which holds files only, leaves out when they are empty. */
export const SERVER_DIRECTORIES = [
  'pg_wal/archive_status',
  'pg_wal/summaries',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_stat',
  'pg_subtrans',
  'pg_tblspc',
  'pg_twophase',
  'pg_commit_ts',
  'pg_logical/snapshots',
  'pg_logical/mappings',
  'pg_multixact/members',
  'pg_multixact/offsets',
  'pg_xact',
]
