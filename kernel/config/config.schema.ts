import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const oneOf = <const T extends readonly string[]>(names: T, options: { default?: T[number]; description: string }) =>
  Type.Unsafe<T[number]>(Type.String({ enum: [...names], ...options }))

export const modes = ['demo', 'production', 'test'] as const
export const roles = ['web', 'worker', 'sequencer'] as const
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/**
 * 配置 Every setting there is. A setting `a.b` is `a: { b: … }` in plumbline.yaml and `PLUMBLINE_A_B` in the environment,
 * which wins. Whatever differs between demo and production is decided in `config.default.ts`.
 */
export const ConfigSchema = Type.Object(
  {
    mode: oneOf(modes, { description: 'demo: synthetic city on this machine only; production: real people; test' }),
    dataDirectory: Type.String({
      minLength: 1,
      description: 'Holds plumbline.yaml, the embedded database, files, keys',
    }),
    host: Type.String({ minLength: 1, description: 'Address to listen on; demo and test: loopback only' }),
    port: Type.Integer({ minimum: 0, maximum: 65_535, description: 'Port to listen on; 0 = any free one' }),
    publicUrl: Type.Optional(
      Type.String({ pattern: '^https?://[^/]+$', description: 'What people type, without a path' }),
    ),
    databaseUrl: Type.Optional(
      Type.String({
        pattern: '^postgres(ql)?://',
        description: 'External PostgreSQL ≥ 15, as plumbline_app (also DATABASE_URL)',
      }),
    ),
    migratorUrl: Type.Optional(
      Type.String({
        pattern: '^postgres(ql)?://',
        description: 'The same, as plumbline_migrator (also DATABASE_MIGRATOR_URL)',
      }),
    ),
    poolSize: Type.Integer({
      minimum: 2,
      maximum: 200,
      default: 16,
      description: 'Database connections of one process',
    }),
    tls: Type.Optional(
      Type.Object(
        {
          cert: Type.String({ minLength: 1, description: 'PEM file of the certificate chain' }),
          key: Type.String({ minLength: 1, description: 'PEM file of the private key' }),
        },
        closed,
      ),
    ),
    proxy: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'Addresses or CIDR blocks of the proxies that end TLS and whose X-Forwarded-For is believed',
      }),
    ),
    roles: Type.Array(oneOf(roles, { description: 'Parts of the program this process plays' }), {
      minItems: 1,
      uniqueItems: true,
      description: 'web answers requests, worker does side work and clocks, sequencer (one elected) writes the log',
    }),
    origin: Type.String({
      pattern: '^[a-z0-9.-]+(/[a-z0-9._-]+)*$',
      description: 'Name of the trail’s log, for ever: a domain of the city and a path',
    }),
    issuer: Type.Optional(
      Type.Object(
        {
          url: Type.String({ pattern: '^https?://', description: 'OpenID Connect issuer of the city' }),
          jwks: Type.Optional(
            Type.String({ pattern: '^https?://', description: 'Its key set, when discovery is not to be used' }),
          ),
          audience: Type.Optional(Type.String({ minLength: 1, description: 'Audience expected in its tokens' })),
        },
        closed,
      ),
    ),
    keyFile: Type.String({
      minLength: 1,
      description: 'File of the key that wraps the keys of personal data; mode 0600, backed up apart from the database',
    }),
    files: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Where files lie: a directory, or s3://BUCKET/PREFIX?endpoint=…&region=…&style=path|host',
      }),
    ),
    filesKeyFile: Type.Optional(
      Type.String({ minLength: 1, description: 'File with accessKeyId and secretKey of the object store; mode 0600' }),
    ),
    filesAccessKeyId: Type.Optional(
      Type.String({ minLength: 1, description: 'The access key, where it does not lie in a file' }),
    ),
    filesSecretKey: Type.Optional(Type.String({ minLength: 1, description: 'The secret that belongs to it' })),
    scanner: Type.Optional(
      Type.String({
        pattern: '^(?:tcp://[^/]+:[0-9]{1,5}|unix:/.+)$',
        description: 'clamd that scans what is sent in: tcp://HOST:PORT or unix:/PATH; without it nothing is scanned',
      }),
    ),
    secrets: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Directory with the secrets of outside systems, a file each; mode 0600',
      }),
    ),
    messages: Type.Optional(
      Type.Object(
        {
          mail: Type.Optional(
            Type.Object(
              {
                server: Type.String({
                  pattern: '^smtps?://[^/@]+$',
                  description: 'Mail server: smtps://HOST:465, or smtp://HOST:587 with STARTTLS',
                }),
                from: Type.String({ minLength: 3, description: 'Mailbox of the city that mail comes from' }),
                bounces: Type.Optional(
                  Type.String({ minLength: 1, description: 'Maildir into which the mail server lays what came back' }),
                ),
              },
              closed,
            ),
          ),
          sms: Type.Optional(
            Type.Object(
              { url: Type.String({ pattern: '^https?://', description: 'Gateway of short messages' }) },
              closed,
            ),
          ),
          post: Type.Optional(
            Type.Object(
              { folder: Type.String({ minLength: 1, description: 'Folder that the post room empties' }) },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    networkIdentity: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            pattern: '^https?://',
            description: 'National network identity service, or the bridge to it',
          }),
        },
        closed,
      ),
    ),
    demoAccounts: Type.Boolean({ description: 'Accounts with known passwords; never in production' }),
    simulators: Type.Boolean({ description: 'Simulated outside systems; never in production' }),
    rateLimit: Type.Object(
      {
        perMinute: Type.Integer({ minimum: 1, default: 600, description: 'Requests of one address a minute' }),
        signIn: Type.Integer({
          minimum: 1,
          default: 10,
          description: 'Failed sign-ins of one address or account a minute',
        }),
      },
      closed,
    ),
    limits: Type.Object(
      {
        body: Type.Integer({ minimum: 1_024, default: 1_048_576, description: 'Bytes of one request body' }),
        file: Type.Integer({ minimum: 1_024, default: 52_428_800, description: 'Bytes of one uploaded file' }),
      },
      closed,
    ),
    logLevel: oneOf(logLevels, { description: 'Least important line that is written' }),
  },
  closed,
)

export type Config = Static<typeof ConfigSchema>
export type Mode = Config['mode']
