/**
 * Settings of the embedded server, given on its command line so that a new release of ours brings new values.
 * Memory fits a small machine. What is committed is on the disk. The log holds nothing of a row: errors quote values and
 * keys, so they go to the client that made them and not to the log ('log' leaves out ERROR and keeps FATAL and PANIC).
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  // Six processes of one city with all they may open: a pool each, a few lines of their own, the jobs' connections.
  max_connections: '200',
  shared_buffers: '256MB',
  huge_pages: 'try',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  // The name in `ps` would be written anew for every message.
  update_process_title: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A page goes into the journal whole at its first change behind a checkpoint. This server has no LZ4, and pglz costs more than the
  // step: four steps on a case stored long ago cost the server 3.5 ms with it, 2.1 ms without (bench growth).
  wal_compression: 'off',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/** For tests whose data nobody will miss: fast, and worthless after a power cut. */
const forgetful: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
}

/** The server's arguments. */
export const serverArguments = (cluster: string, socket: string, durable: boolean): string[] => [
  '-D',
  cluster,
  '-k',
  socket,
  ...Object.entries({ ...settings, ...(durable ? {} : forgetful) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]),
]
