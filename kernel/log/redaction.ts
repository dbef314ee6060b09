/**
 * Fields that hold a person or a secret wherever they stand, as the house names them. A path of pino's redaction names
 * one depth, so each field is named for the top and for one and two levels below.
 */
const personal = [
  'name',
  'fullName',
  'displayName',
  'citizenNumber',
  'identityNumber',
  'idNumber',
  'passport',
  'phone',
  'mobile',
  'email',
  'address',
  'birthDate',
  'account',
  'bankAccount',
  'plate',
  'location',
  'text',
  'content',
  'answer',
  'statement',
]

const secret = [
  'password',
  'passphrase',
  'secret',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'idToken',
  'id_token',
  'authorization',
  'cookie',
  'key',
  'privateKey',
  'wrappedKey',
  'code',
  'body',
  'payload',
  'form',
  'values',
  'parameters',
  'query',
  'headers',
  'databaseUrl',
  'migratorUrl',
]

// `code` is also what every refusal and act is called; only the one-time codes below it are secret.
const nestedOnly = new Set(['code', 'name', 'key', 'account', 'statement'])

export const redactedPaths: string[] = [...personal, ...secret].flatMap(field =>
  nestedOnly.has(field)
    ? [
        `person.${field}`,
        `party.${field}`,
        `applicant.${field}`,
        `actor.${field}`,
        `*.person.${field}`,
        `*.party.${field}`,
      ]
    : [field, `*.${field}`, `*.*.${field}`],
)

/** The path of an address, without its query string: that is where names, numbers and tokens travel. */
export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0]!

/** What the log says of a request: its method, its route and its path; nothing that was sent with it. */
export const requestFields = (request: {
  id?: unknown
  method?: string
  url?: string
  routeOptions?: { url?: string | undefined }
}) => ({
  id: request.id,
  method: request.method,
  route: request.routeOptions?.url,
  path: request.url === undefined ? undefined : pathOf(request.url),
})
