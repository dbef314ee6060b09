import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Log, makeLog } from '#kernel/log'
import { refusal } from '#kernel/refusal'
import { hostileEntries } from '../../test/harness/hostile-texts.ts'

/** Signs that move a terminal, break a line or turn the writing round. */
const speaks = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u
const canary = '张三-canary-110101199003070000'

function written(
  level: 'info' | 'silent',
  say: (log: Log) => void,
): { text: string; lines: Record<string, unknown>[] } {
  const parts: string[] = []
  say(makeLog({ logLevel: level }, { write: (part: string) => void parts.push(part) }))
  const text = parts.join('')
  return {
    text,
    lines: text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>),
  }
}

suite('日志 the log', () => {
  test('is one JSON object a line, with the level by name and the time in UTC', () => {
    const { lines } = written('info', log =>
      log.child({ module: 'kernel/trail' }).info({ act: 'case.accept', ms: 3 }, 'accepted'),
    )
    assert.equal(lines.length, 1)
    const { time, ...rest } = lines[0]!
    assert.deepEqual(rest, { level: 'info', module: 'kernel/trail', act: 'case.accept', ms: 3, msg: 'accepted' })
    assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  test('never lets a person or a secret through, however it was handed over', () => {
    const { text, lines } = written('info', log => {
      log.info({ phone: canary, citizenNumber: canary })
      log.info({ applicant: { name: canary, address: canary } })
      log.info({ case: { party: { name: canary, email: canary } } })
      log.info({ body: { answers: [canary] }, headers: { authorization: canary }, query: { q: canary } })
      log.info({
        req: { id: 1, method: 'GET', url: `/cases/1?name=${canary}`, headers: { cookie: canary }, body: canary },
      })
      log.info({ config: { databaseUrl: canary } })
      log.child({ actor: { name: canary } }).info('hello')
    })
    assert.equal(lines.length, 7)
    assert.doesNotMatch(text, /canary/)
    assert.deepEqual(lines[4]!.req, { id: 1, method: 'GET', path: '/cases/1' })
  })

  test('敌意文字 whatever is told stays one line of JSON, and nothing in it speaks to the terminal it is read on', () => {
    for (const [what, text] of hostileEntries) {
      const { text: all, lines } = written('info', log => {
        log.info({ organ: text, [text]: 1, nested: [{ reason: text }] }, text)
        log.error(new TypeError(text))
        log.child({ module: text }).warn({ err: Object.assign(new Error(text), { code: text }) }, 'failed')
      })
      assert.equal(lines.length, 3, what)
      assert.equal(lines[0]!.organ, text, what)
      assert.equal(lines[1]!.msg, text, what)
      assert.ok(!speaks.test(all.replaceAll('\n', '')), what)
    }
  })

  test('says of a database’s error which constraint, never which row', () => {
    const error = Object.assign(new Error(`invalid input "${canary}"`), {
      severity: 'ERROR',
      code: '23505',
      detail: `Key (name)=(${canary}) already exists.`,
      table: 'parties',
      constraint: 'parties_number',
    })
    const { text, lines } = written('info', log => {
      log.error({ err: error })
      log.error(error)
      log.error({ err: error }, 'the step failed')
    })
    assert.doesNotMatch(text, /canary/)
    const { code, table, constraint } = lines[0]!.err as Record<string, unknown>
    assert.deepEqual([code, table, constraint], ['23505', 'parties', 'parties_number'])
  })

  test('does not quote what a parser could not read', () => {
    const { text } = written('info', log => {
      try {
        JSON.parse(`{"name": ${canary}`)
      } catch (error) {
        log.error(error)
      }
    })
    assert.match(text, /could not be parsed/)
    assert.doesNotMatch(text, /canary/)
  })

  test('says of a refusal its code, of a bug where it is', () => {
    const kind = refusal('LOG_TEST_REFUSED', 409, 'Refused for the test')
    const { text, lines } = written('info', log => {
      log.warn({ err: kind({ detail: canary, facts: { name: canary } }) })
      log.error({ err: new TypeError('undefined is not a case', { cause: new RangeError('below') }) })
    })
    assert.doesNotMatch(text, /canary/)
    assert.equal((lines[0]!.err as { code: string }).code, 'LOG_TEST_REFUSED')
    const bug = lines[1]!.err as { type: string; message: string; stack: string; cause: { message: string } }
    assert.deepEqual([bug.type, bug.message, bug.cause.message], ['TypeError', 'undefined is not a case', 'below'])
    assert.match(bug.stack, /log\.test\.ts/)
  })

  test('is silent when it is told to be', () => {
    assert.equal(written('silent', log => log.fatal('nobody hears')).text, '')
  })
})
