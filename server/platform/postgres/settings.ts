/**
 * How the embedded server is set: a box that takes leads all day and loses none. Written anew at each start;
 * an operator's own wishes go to postgresql.auto.conf (ALTER SYSTEM), which wins.
 */
import { totalmem } from 'node:os'

const MB = 1024 * 1024
const MOST_BUFFERS = 2048
const FEWEST_BUFFERS = 64

/** What this process may use: the container's limit where there is one. */
function memoryMb(): number {
  const limit = process.constrainedMemory()
  return Math.floor((limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / MB)
}

export function defaultSettings(port: number, durable: boolean): Record<string, string> {
  const memory = memoryMb()
  const buffers = Math.max(FEWEST_BUFFERS, Math.min(MOST_BUFFERS, Math.floor(memory / 4)))
  return {
    port: String(port),
    // the bundled OpenSSL is old: nothing but this machine may speak to it
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.floor(memory / 2)}MB`,
    maintenance_work_mem: `${Math.max(64, Math.min(512, Math.floor(memory / 16)))}MB`,
    work_mem: '16MB',
    // an acknowledged lead is on the disk
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // the bundled build has neither lz4 nor zstd
    wal_compression: 'pglz',
    wal_buffers: '16MB',
    max_wal_size: '4GB',
    min_wal_size: durable ? '512MB' : '80MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    random_page_cost: '1.1',
    jit: 'off',
    // counters, wallets and the job queue are updated in place all day
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_vacuum_insert_scale_factor: '0.1',
    autovacuum_analyze_scale_factor: '0.05',
    autovacuum_vacuum_cost_limit: '1000',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    // seven files, one a weekday; errors of statements are the app's to report, they may quote personal data
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'on',
    log_lock_waits: 'on',
  }
}

/** The text of postgresql.conf. */
export function settingsFile(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return `# Written by Portico at each start. Use ALTER SYSTEM for wishes of your own.\n${lines.join('\n')}\n`
}

/** The text of pg_hba.conf: this machine, with a password. */
export const ACCESS_FILE = 'host all all 127.0.0.1/32 scram-sha-256\n'
