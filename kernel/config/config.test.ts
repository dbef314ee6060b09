import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { describeConfig, keepMode, keptMode, readConfig, readSettings, refuseOtherMode } from '#kernel/config'
import { Refusal } from '#kernel/refusal'
import { openTestDatabase } from '../../test/harness/database.ts'

const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-config-'))
after(() => rmSync(dataDirectory, { recursive: true }))
const file = (name: string, text: string, mode = 0o600) => {
  const path = join(dataDirectory, name)
  writeFileSync(path, text, { mode })
  return path
}
const read = (environment: Record<string, string>) =>
  readConfig({ environment: { PLUMBLINE_DATA_DIRECTORY: dataDirectory, ...environment } })
const refusalOf = (work: () => unknown): Refusal => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  assert.fail('it was not refused')
}

const production = () => ({
  PLUMBLINE_MODE: 'production',
  PLUMBLINE_TLS_CERT: file('cert.pem', ''),
  PLUMBLINE_TLS_KEY: file('key.pem', ''),
  PLUMBLINE_KEY_FILE: file('city.key', ''),
  PLUMBLINE_ORIGIN: 'trail.city.gov.example',
  PLUMBLINE_ISSUER_URL: 'https://id.city.gov.example',
})

suite('配置 settings', () => {
  test('a demonstration needs none, and listens to this machine only', () => {
    const config = read({ PLUMBLINE_MODE: 'demo' })
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.simulators, true)
    assert.equal(config.rateLimit.perMinute, 600)
    const exposed = refusalOf(() => read({ PLUMBLINE_MODE: 'demo', PLUMBLINE_HOST: '0.0.0.0' }))
    assert.equal(exposed.code, 'DEMO_EXPOSED')
    assert.match(exposed.remedy!, /SSH tunnel/)
  })

  test('the environment wins over the file, the command line over both', () => {
    file('plumbline.yaml', 'mode: demo\nport: 1111\nlimits: { body: 2048 }\nroles: [web]\n')
    assert.equal(read({}).port, 1_111)
    assert.deepEqual(read({}).limits, { body: 2_048, file: 52_428_800 })
    assert.deepEqual(read({ PLUMBLINE_ROLES: 'web, worker' }).roles, ['web', 'worker'])
    const environment = { PLUMBLINE_DATA_DIRECTORY: dataDirectory, PLUMBLINE_PORT: '2222' }
    assert.equal(readConfig({ environment, given: { port: 3_333 } }).port, 3_333)
    rmSync(join(dataDirectory, 'plumbline.yaml'))
  })

  test('a setting that does not exist is refused, wherever it stands', () => {
    const variable = refusalOf(() => read({ PLUMBLINE_MODE: 'demo', PLUMBLINE_DATABASE: 'x' }))
    assert.equal(variable.code, 'CONFIG_UNKNOWN')
    assert.match(variable.remedy!, /PLUMBLINE_DATABASE_URL/)
    file('plumbline.yaml', 'mode: demo\ntls: { cert: a, key: b, keys: c }\n')
    assert.match(refusalOf(() => read({})).message, /tls\.keys/)
    file('plumbline.yaml', 'mode: demo\n  port: [')
    assert.equal(refusalOf(() => read({})).code, 'CONFIG_UNREADABLE')
    rmSync(join(dataDirectory, 'plumbline.yaml'))
  })

  test('a value that cannot be is refused by name', () => {
    assert.match(refusalOf(() => read({ PLUMBLINE_MODE: 'demo', PLUMBLINE_PORT: 'eighty' })).message, /port must be/)
    assert.match(refusalOf(() => read({ PLUMBLINE_MODE: 'domo' })).message, /mode must be/)
    assert.match(refusalOf(() => read({ PLUMBLINE_MODE: 'demo', PLUMBLINE_TLS_CERT: 'a' })).message, /tls must have/)
  })

  test('production with nothing set is refused with everything that is missing', () => {
    const bare = refusalOf(() => read({}))
    assert.equal(bare.code, 'CONFIG_UNSAFE')
    assert.deepEqual(
      bare.reasons.map(reason => reason.code),
      ['CONFIG_TRANSPORT_OPEN', 'CONFIG_DEFAULT_KEY', 'CONFIG_DEFAULT_ORIGIN', 'CONFIG_ISSUER_MISSING'],
    )
    assert.match(bare.remedy!, /tls\.cert/)
  })

  test('production starts when it is set up, and each danger alone stops it', () => {
    assert.equal(read(production()).mode, 'production')
    const dangers: [Record<string, string>, string][] = [
      [{ PLUMBLINE_DEMO_ACCOUNTS: 'true' }, 'CONFIG_DEMO_ACCOUNTS'],
      [{ PLUMBLINE_SIMULATORS: 'true' }, 'CONFIG_SIMULATORS'],
      [{ PLUMBLINE_KEY_FILE: join(dataDirectory, 'demo.key') }, 'CONFIG_DEFAULT_KEY'],
      [{ PLUMBLINE_KEY_FILE: file('open.key', '', 0o644) }, 'CONFIG_KEY_OPEN'],
      [{ PLUMBLINE_FILES_KEY_FILE: file('files.key', '', 0o644) }, 'CONFIG_FILES_KEY_OPEN'],
      [{ PLUMBLINE_FILES_KEY_FILE: join(dataDirectory, 'nowhere.key') }, 'CONFIG_FILES_KEY_MISSING'],
      [{ PLUMBLINE_TLS_KEY: join(dataDirectory, 'nowhere.pem') }, 'CONFIG_TLS_UNREADABLE'],
      [{ PLUMBLINE_PROXY: '0.0.0.0/0' }, 'CONFIG_PROXY_ANYBODY'],
      [{ PLUMBLINE_PROXY: '0.0.0.0/1,128.0.0.0/1' }, 'CONFIG_PROXY_ANYBODY'],
      [{ PLUMBLINE_PROXY: '::/1, 8000::/1' }, 'CONFIG_PROXY_ANYBODY'],
      [{ PLUMBLINE_PROXY: '::ffff:0:0/96' }, 'CONFIG_PROXY_ANYBODY'],
      [{ PLUMBLINE_PROXY: '0.0.0.0/0.0.0.0' }, 'CONFIG_PROXY_UNREADABLE'],
      [{ PLUMBLINE_PUBLIC_URL: 'http://power.city.gov.example' }, 'CONFIG_PUBLIC_URL_OPEN'],
      [{ PLUMBLINE_ISSUER_JWKS: 'http://keys.example/jwks' }, 'CONFIG_ISSUER_OPEN'],
      [{ PLUMBLINE_KEY_FILE: join(dataDirectory, 'nowhere.key') }, 'CONFIG_KEY_MISSING'],
      [{ PLUMBLINE_ORIGIN: 'demo.plumbline.example/trail' }, 'CONFIG_DEFAULT_ORIGIN'],
      [{ PLUMBLINE_ISSUER_URL: 'http://id.city.gov.example' }, 'CONFIG_ISSUER_OPEN'],
    ]
    for (const [change, code] of dangers) {
      const refused = refusalOf(() => read({ ...production(), ...change }))
      assert.deepEqual([refused.code, refused.reasons.map(reason => reason.code)], ['CONFIG_UNSAFE', [code]])
    }
    const { PLUMBLINE_TLS_CERT: _, PLUMBLINE_TLS_KEY: __, ...behindProxy } = production()
    assert.deepEqual(read({ ...behindProxy, PLUMBLINE_PROXY: '10.0.0.0/8' }).proxy, ['10.0.0.0/8'])
    const own = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fe80::/10', '::1']
    assert.deepEqual(read({ ...behindProxy, PLUMBLINE_PROXY: own.join() }).proxy, own)
  })

  test('who prepares a city is told what is wrong, not yet what is missing or unsafe', () => {
    const environment = { PLUMBLINE_DATA_DIRECTORY: dataDirectory, PLUMBLINE_KEY_FILE: join(dataDirectory, 'new.key') }
    const { settings, modeIsNamed } = readSettings({ environment })
    assert.deepEqual([settings.mode, settings.origin, modeIsNamed], ['production', undefined, false])
    const wrong = refusalOf(() => readSettings({ environment: { ...environment, PLUMBLINE_PORT: 'x' } }))
    assert.equal(wrong.code, 'CONFIG_INVALID')
  })

  test('a production is not opened as a demonstration, whoever says that it is one', () => {
    const environment = { PLUMBLINE_DATA_DIRECTORY: dataDirectory }
    const asDemo = () => readConfig({ environment, given: { mode: 'demo' } })
    file('plumbline.yaml', 'mode: production\n')
    assert.equal(refusalOf(asDemo).code, 'CITY_MODE_DIFFERS')
    assert.equal(refusalOf(() => read({ PLUMBLINE_MODE: 'demo' })).code, 'CITY_MODE_DIFFERS')
    rmSync(join(dataDirectory, 'plumbline.yaml'))
    file('city.mode', 'production\n')
    assert.match(refusalOf(asDemo).message, /data directory says production, the command line says demo/)
    rmSync(join(dataDirectory, 'city.mode'))
    const around = { ...environment, PLUMBLINE_MODE: 'production' }
    const both = refusalOf(() => readConfig({ environment: around, given: { mode: 'demo' } }))
    assert.equal(both.code, 'CITY_MODE_DIFFERS')
  })

  test('a city goes on in the mode it was first opened in, its database too', async () => {
    await using database = await openTestDatabase()
    file('city.mode', 'demo\n')
    assert.equal(readConfig({ environment: { PLUMBLINE_DATA_DIRECTORY: dataDirectory }, given: {} }).mode, 'demo')
    rmSync(join(dataDirectory, 'city.mode'))
    await keepMode(database.migrator, { mode: 'production', dataDirectory })
    assert.equal(keptMode(dataDirectory), 'production')
    rmSync(join(dataDirectory, 'city.mode'))
    await assert.rejects(keepMode(database.migrator, { mode: 'demo', dataDirectory }), { code: 'CITY_MODE_DIFFERS' })
    await assert.rejects(refuseOtherMode(database.migrator, 'test'), { code: 'CITY_MODE_DIFFERS' })
    assert.equal(keptMode(dataDirectory), undefined)
  })

  test('the database is found under the names every client knows, and shown without its password', () => {
    const config = read({ PLUMBLINE_MODE: 'demo', DATABASE_URL: 'postgresql://plumbline_app:secret@db/plumbline' })
    assert.equal(config.databaseUrl, 'postgresql://plumbline_app:secret@db/plumbline')
    assert.equal(describeConfig(config).databaseUrl, 'postgresql://***@db/plumbline')
    const files = {
      PLUMBLINE_FILES: 's3://city',
      PLUMBLINE_FILES_ACCESS_KEY_ID: 'id',
      PLUMBLINE_FILES_SECRET_KEY: 'hidden',
    }
    const shown = describeConfig(read({ PLUMBLINE_MODE: 'demo', ...files }))
    assert.deepEqual([shown['files'], shown['filesSecretKey']], ['s3://city', '***'])
  })
})
