import type { FastifyError, FastifyRequest } from 'fastify'
import { bodyInvalid } from '#kernel/case'
import { type Reason, Refusal, refusal } from '#kernel/refusal'
import { isSerializationFailure, stateOf } from '#kernel/storage'
import { isField, withoutEcho } from './echo.ts'

export const parameterInvalid = refusal(
  'PARAMETER_INVALID',
  400,
  'A parameter of the request is not one this address takes',
)
export const bodyTooLarge = refusal('BODY_TOO_LARGE', 413, 'The body is too large')
export const mediaTypeUnsupported = refusal('MEDIA_TYPE_UNSUPPORTED', 415, 'Send application/json in UTF-8')
export const notAcceptable = refusal('NOT_ACCEPTABLE', 406, 'This address does not answer in that media type')
export const routeUnknown = refusal('ROUTE_UNKNOWN', 404, 'There is nothing at this address')
export const methodNotAllowed = refusal('METHOD_NOT_ALLOWED', 405, 'This address does not take that method')
export const addressMalformed = refusal('ADDRESS_MALFORMED', 400, 'The address is malformed')
export const requestMalformed = refusal('REQUEST_MALFORMED', 400, 'The request is malformed')
export const rateLimited = refusal('RATE_LIMITED', 429, 'Too many requests; wait a little')
export const busy = refusal('BUSY', 503, 'The city is busy; try again in a moment')
export const internalFault = refusal('INTERNAL_FAULT', 500, 'Something went wrong here; it has been recorded')

/** RFC 9457, with our permanent `code`. `instance` is the request's id, for asking an operator about it. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly instance: string
  readonly detail?: string
  readonly remedy?: string
  readonly reasons?: readonly Reason[]
  readonly facts?: Readonly<Record<string, unknown>>
}

interface SchemaFault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

const told = (word: string): string => (isField(word) ? word : '…')
const placeOf = (path: string): string =>
  path
    .split('/')
    .map(part => (/^\d{1,4}$/.test(part) || part === '' ? part : told(part)))
    .join('/')

const ruleOf = ({
  keyword,
  params,
}: SchemaFault): { readonly rule: string; readonly field?: string; readonly value?: unknown } => {
  const value =
    params.limit ?? params.allowedValues ?? params.type ?? params.format ?? params.pattern ?? params.missingProperty
  if (keyword === 'additionalProperties')
    return { rule: 'unknown-field', field: told(String(params.additionalProperty)) }
  return { rule: keyword, ...(value !== undefined && { value }) }
}

/**
 * Where several forms are possible, each says what it has against the body: what they say alike is said once, and that one is not
 * the other is no news while something else is wrong.
 */
function once(faults: readonly SchemaFault[]): readonly SchemaFault[] {
  const keyOf = ({ keyword, instancePath, params }: SchemaFault) => JSON.stringify([keyword, instancePath, params])
  const distinct = [...new Map(faults.map(fault => [keyOf(fault), fault])).values()]
  const telling = distinct.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'const')
  return telling.length > 0 ? telling : distinct
}

/** What the schema of this address had against it: where and which rule, never what was sent. */
function ofSchema(faults: readonly SchemaFault[], where: string): Refusal {
  const problems = once(faults)
    .slice(0, 20)
    .map(fault => ({ at: `${where}${placeOf(fault.instancePath)}`, ...ruleOf(fault) }))
  const kind = where === 'body' ? bodyInvalid : parameterInvalid
  return kind({
    detail: problems.map(problem => `${problem.at}: ${String(problem.rule)}`).join('; '),
    facts: { problems },
  })
}

const kindsOfFramework: Readonly<Record<string, () => Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: bodyTooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: mediaTypeUnsupported,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: requestMalformed,
  FST_ERR_CTP_EMPTY_TYPE: mediaTypeUnsupported,
  FST_ERR_BAD_URL: addressMalformed,
  FST_ERR_MAX_PARAM_LENGTH: addressMalformed,
  FST_ERR_ASYNC_CONSTRAINT: routeUnknown,
  FST_ERR_NOT_FOUND: routeUnknown,
}

/** Whatever was thrown, as a refusal; a bug becomes INTERNAL_FAULT and `bug` says so. */
export function refusalOf(error: unknown): { readonly refusal: Refusal; readonly bug: boolean } {
  if (error instanceof Refusal) {
    if (error.code === 'DATABASE_BUSY' || error.code === 'DATABASE_CLOSED')
      return { refusal: busy({ cause: error }), bug: false }
    return { refusal: error, bug: error.status >= 500 && error.status !== 503 }
  }
  if (isSerializationFailure(error)) return { refusal: busy({ cause: error }), bug: false }
  // A value no column can hold got past its schema: the caller is told so, and we that a schema is too wide.
  if (stateOf(error)?.startsWith('22')) return { refusal: parameterInvalid({ cause: error }), bug: true }
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>
  if (validation)
    return { refusal: ofSchema(validation as unknown as SchemaFault[], validationContext ?? 'request'), bug: false }
  const known = kindsOfFramework[code ?? '']
  if (known) return { refusal: known(), bug: false }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { refusal: requestMalformed(), bug: false }
  return { refusal: internalFault({ cause: error }), bug: true }
}

/** A form's complaints name the caller's own field names; those that are no names of ours are left out. */
function fieldsTold({ code, facts, message }: Refusal): { detail: string; facts: Readonly<Record<string, unknown>> } {
  const fields = facts.fields
  if (code !== bodyInvalid.code || typeof fields !== 'object' || fields === null) return { detail: message, facts }
  const shown = Object.fromEntries(Object.entries(fields).map(([name, problem]) => [told(name), problem]))
  return { detail: `the form does not fit: ${Object.keys(shown).join(', ')}`, facts: { ...facts, fields: shown } }
}

export function problemOf(
  found: Refusal,
  request: Pick<FastifyRequest, 'id'> & Partial<Pick<FastifyRequest, 'body' | 'params' | 'query'>>,
): Problem {
  const { code, status, title, remedy, reasons } = found
  const open = status < 500
  const shown = withoutEcho({ ...fieldsTold(found), reasons }, request)
  return {
    type: `/errors/${code}`,
    title,
    status,
    code,
    instance: `urn:request:${request.id}`,
    ...(open && shown.detail !== title && { detail: shown.detail }),
    ...(open && remedy !== undefined && { remedy }),
    ...(open && reasons.length > 0 && { reasons: shown.reasons }),
    ...(open && Object.keys(shown.facts).length > 0 && { facts: shown.facts }),
  }
}
