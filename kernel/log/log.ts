import { type DestinationStream, type LogFn, type Logger, pino, stdTimeFunctions } from 'pino'
import type { Config } from '#kernel/config'
import { errorFields } from './error.ts'
import { redactedPaths, requestFields } from './redaction.ts'

/** 日志 For operators, one JSON object a line. The trail is evidence and the log is not: nothing here replaces it. */
export type Log = Logger

/**
 * Makes the program's log. In test mode it is silent unless the level says otherwise. Whatever a caller hands it, names,
 * numbers, addresses, tokens, bodies and query strings do not come out: a slip is a removed word, not a leak.
 *
 *     log.info({ act: 'case.accept', item: '0101', caseId, post, ms }, 'accepted')
 *     const trailLog = log.child({ module: 'kernel/trail' })
 */
export function makeLog(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[removed]' },
      hooks: { logMethod: tellErrorsSafely, streamWrite: quiet },
      serializers: { err: errorFields, error: errorFields, req: requestFields, res: responseFields },
    },
    destination ?? standardOutput(),
  )
}

/** What JSON leaves as it is, and a terminal obeys: signs that steer it, break its line or turn its writing round. */
const steering = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** Only inside of strings does such a sign stand, and there JSON may write it by its number. */
const quiet = (line: string): string =>
  line.replaceAll(steering, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * A terminal that was closed takes no more lines (EIO). Left to itself the stream would throw, and then try for ever to write
 * what is left while the program ends, with its database still running.
 */
function standardOutput() {
  const stream = pino.destination({ dest: 1, sync: false })
  stream.on('error', () => {
    const nothing = () => {}
    Object.assign(stream, { write: () => true, flush: nothing, flushSync: nothing, end: nothing, destroy: nothing })
  })
  return stream
}

/** pino takes an error's own message for the line's; ours comes from the fields that may be shown. */
function tellErrorsSafely(this: Logger, line: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = line as [unknown, ...unknown[]]
  const facts = first instanceof Error ? { err: first } : first
  const error = typeof facts === 'object' && facts !== null && 'err' in facts ? facts.err : undefined
  const words = rest.length === 0 && error instanceof Error ? [errorFields(error).message] : rest
  Reflect.apply(method, this, [facts, ...words])
}

const responseFields = (response: { statusCode?: number }) => ({ status: response.statusCode })

/** A log that says nothing, for tests of things that want one. */
export const silentLog = (): Log => pino({ level: 'silent' })
