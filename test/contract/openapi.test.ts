import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { acts } from '#kernel/case'
import { declaredRefusals } from '#kernel/refusal'
import { openapiDocument } from '../../tools/write-openapi.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly object[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } }
  readonly parameters?: readonly { readonly name: string; readonly required: boolean }[]
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>
}

const text = await openapiDocument()
interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, { readonly description: string }>> }
}
const { paths, openapi, components } = JSON.parse(text) as Description
const codesOf = (ref: string | undefined): readonly string[] =>
  components.responses[ref?.split('/').at(-1) ?? '']!.description.split(', ')
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ path, method, ...one })),
)

suite('接口说明 the OpenAPI document', () => {
  test('docs/openapi.json is what the gate serves (tools/write-openapi.ts writes it)', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')
    assert.ok(written === text, 'the document has changed: tools/write-openapi.ts writes it anew')
    assert.equal(openapi, '3.1.0')
  })

  test('every verb has its address with its own body, on paper and urgently too', () => {
    for (const verb of Object.keys(acts).filter(name => name !== 'submit' && name !== 'lodge'))
      for (const way of ['acts', 'paper', 'urgent'])
        assert.ok(paths[`/api/cases/{number}/${way}/${verb}`]?.post?.requestBody, `${way}/${verb}`)
    const body = paths['/api/cases/{number}/acts/decide']!.post!.requestBody!.content['application/json'].schema
    assert.deepEqual(body, JSON.parse(JSON.stringify(acts.decide.body)))
  })

  test('names are unique, writes carry a key, refusals are declared ones, and what is open to anybody is on this list', () => {
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
    const codes = new Set(declaredRefusals().map(({ code }) => code))
    for (const { path, method, responses, parameters, security, summary } of operations) {
      assert.ok(summary.length > 0 && Object.keys(responses).some(status => status.startsWith('2')), path)
      for (const [status, { $ref }] of Object.entries(responses))
        if (status >= '4') for (const code of codesOf($ref)) assert.ok(codes.has(code), `${path}: ${code}`)
      const isWrite = method !== 'get' && security.length > 0 && path !== '/api/cases/search'
      assert.equal(
        parameters?.some(({ name, required }) => name === 'Idempotency-Key' && required) ?? false,
        isWrite,
        path,
      )
    }
    assert.deepEqual(
      operations
        .filter(({ security }) => security.length === 0)
        .map(({ path }) => path)
        .sort(),
      [
        '/.well-known/jwks.json',
        '/api/directory',
        '/api/directory/entries/{id}',
        '/api/directory/statistics',
        '/api/divisions',
        '/api/draws/{number}',
        '/api/draws/{number}/population',
        '/api/exchanges/{system}/answers',
        '/api/items',
        '/api/items/{item}',
        '/api/items/{item}/difference',
        '/api/items/{item}/implementations/{organ}/difference',
        '/api/items/{item}/versions',
        '/api/items/{item}/versions/{version}',
        '/api/laws',
        '/api/laws/{law}',
        '/api/life-events',
        '/api/life-events/{lifeEvent}',
        '/api/national/tables',
        '/api/openapi.json',
        '/api/publications',
        '/api/ratings',
        '/api/reads/deferred',
        '/api/search',
        '/api/vouchers/verify',
        '/demo/sign-in',
        '/errors/{code}',
        '/healthz',
        '/readyz',
      ],
    )
  })

  test('a body whose keys follow a pattern takes no other keys; only a form’s answers are left to the form', () => {
    const open: string[] = []
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { patternProperties = {}, additionalProperties } = node as Record<string, object | undefined>
      const patterns = Object.entries(patternProperties).filter(([pattern]) => pattern !== '^.*$')
      const isForm = patterns.every(([, value]) => Object.keys(value).length === 0)
      if (!isForm && (additionalProperties as unknown) !== false) open.push(path)
      for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`)
    }
    walk(
      operations.map(({ requestBody }) => requestBody),
      '',
    )
    assert.deepEqual(open, [])
  })

  test('there is no address one could put a name or number of a person into', () => {
    const named = operations.flatMap(({ parameters = [], path }) => parameters.map(({ name }) => `${path} ${name}`))
    assert.deepEqual(
      named.filter(name => /phone|citizen|identi|passport|applicant|\bname\b/i.test(name)),
      [],
    )
  })
})
