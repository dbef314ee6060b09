import type { FastifyInstance } from 'fastify'
import { permitFields } from '../../test/harness/stories.ts'
import { chanceOf } from '../fuzz/chance.ts'
import { type Operation, operationsOf } from '../fuzz/request.ts'
import { fitting, type Schema, type Words } from '../fuzz/shape.ts'
import { administrativeBodies } from './administered.ts'
import { type Person, paperSaying } from './people.ts'
import type { Route } from './table.ts'

const chance = chanceOf(1)

/** The least that fits: what must be said and nothing more, in words of the city where a field is known. */
function least(schema: Schema, words: Words, name = ''): unknown {
  if (words[name]) return structuredClone(words[name][0])
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(one => least(one, words, name)))
  if (schema.anyOf) return least(schema.anyOf[0]!, words, name)
  if (schema.properties)
    return Object.fromEntries((schema.required ?? []).map(one => [one, least(schema.properties![one]!, words, one)]))
  if (schema.type === 'object') return {}
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => least(schema.items ?? {}, words, name.replace(/s$/, '')))
  if (schema.enum) return schema.enum[0]
  return fitting(schema, chance, {}, name)
}

/** Whose things they are, and who handles them: a body that names somebody names these. */
export interface Named {
  readonly party: string
  readonly unit: string
  readonly channel: 'window' | 'online'
  readonly number: string
  /** Of a lent post that is to be ended. */
  readonly delegation: string
  /** What is printed on a paper, by which anybody checks it. */
  readonly check: { readonly number: string; readonly code: string }
  readonly handler: string
  /** Of the same organ, to whom a post may be lent. */
  readonly colleague: string
  /** Whose account is opened at the counter: nobody who asks anything here. */
  readonly bystander: Person
  readonly firm: Person
  readonly organ: string
  readonly item: string
  readonly today: string
  /** What else was made for this asking, or is asked about. */
  readonly also: Readonly<Record<string, string>>
  /** Of an administrator who would give something to himself. */
  readonly self?: string
}

const inAYear = (today: string): string => today.replace(/^\d+/, year => `${Number(year) + 1}`)

/** 交文件 A form with a file in it, as browsers send one. */
function sending(name: string, bytes: Buffer): FormData {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], name))
  return form
}

const permit = ({ firm, item, organ, channel }: Named) => ({
  ...{ item, organ, verb: 'submit', start: 'application', channel },
  parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
  body: {
    fields: { ...permitFields, 'applicant.uscc': firm.number, 'applicant.name': firm.name },
    materials: { application: 'original', report: 'original' },
  },
})
const request = ({ party, unit, item, organ, channel }: Named) => ({
  ...{ item, organ, verb: 'submit', start: 'application', channel, parties: [{ role: 'subject', party, unit }] },
  body: {
    fields: {
      ...{ 'applicant.name': '演练', 'contact.phone': '13800000001', 'request.text': '演练' },
      'request.form': 'electronic',
    },
    materials: { application: 'original' },
  },
})

/** What the description leaves open and the program asks for all the same, by address; the rest is the least that the description lets through. */
const written: Readonly<Record<string, (named: Named) => unknown>> = {
  ...administrativeBodies,
  'POST /api/cases': named => (named.item === 'energy-review' ? permit(named) : request(named)),
  'POST /api/files': () => paperSaying('drill'),
  'POST /api/exports': ({ today, also }) => ({
    ...{ purpose: 'report', words: '演练：汇总办件', ground: { case: also['serves'], declared: '演练方案' } },
    ...{ cases: { from: today, to: today, status: 'ended' }, columns: ['number', 'item'] },
  }),
  'POST /api/accounts': ({ bystander: { party, number } }) => ({ party, number, document: 'identity-card' }),
  'POST /api/delegations': ({ colleague, item, today }) => ({
    ...{ to: colleague, items: [item], begins: today, ends: inAYear(today) },
  }),
  'POST /api/delegations/end': ({ delegation, today }) => ({ delegation, on: today }),
  'POST /api/mandates': ({ party, bystander, today }) => ({
    ...{ kind: 'mandate', principal: party, agent: bystander.party, items: ['information-request'] },
    ...{ until: inAYear(today), document: { name: '演练文件' } },
  }),
  'POST /mine/acting': ({ also }) => ({ mandate: also['chosen'] }),
  'POST /mine/acting/claim': ({ also }) => ({ uscc: also['claimed'] }),
  'POST /verify': ({ check }) => check,
  // Of the city government there is nobody above who hears it.
  'POST /complain': () => ({ organ: '210102-approval-bureau' }),
  'POST /mine/cases/:number/rating': () => ({ level: '5' }),
  'POST /mine/cases/:number/supplement': () => ({ 'f.request.text': '演练' }),
  'POST /mine/cases/:number/supplement/:material': () => sending('application.pdf', paperSaying('drill')),
  'POST /mine/cases/:number/acts/:verb': ({ also }) => ({
    ...{ step: 'send', 'f.person': also['handler'], 'f.ground': 'interest', 'f.reason': '演练' },
  }),
  'POST /mine/consents': () => ({ electronic: '1', mail: '', phone: '13800000001', post: '' }),
  'POST /mine/consents/:number': () => ({ gives: 'yes' }),
  'POST /mine/delegations': ({ bystander: { name, number }, today }) => ({
    ...{ name, number, all: '1', scopes: 'apply', from: today, until: inAYear(today) },
  }),
  'POST /apply/:item/batch': () => sending('rows.csv', Buffer.from('姓名\n演练\n')),
  'POST /apply/:item/:draft/fill/:page': () => ({
    ...{ 'f.applicant.name': '演练', 'f.contact.phone': '13800000001', 'f.request.text': '演练' },
    'f.request.form': 'electronic',
  }),
  'POST /apply/:item/:draft/materials/:material': () => sending('application.pdf', paperSaying('drill')),
  'POST /api/cases/search': ({ number }) => ({ scheme: 'citizen', value: number }),
  'POST /api/cases/:number/deliveries/:delivery/outcome': ({ today }) => ({
    ...{ outcome: 'received', on: today, receivedBy: 'self', tracking: 'EA123456789CN' },
  }),
  'POST /api/cases/:number/delivery-confirmation': () => ({ electronic: true, phone: '13800000001' }),
}

const wordsOf = ({ party, handler, today, item, organ }: Named): Words => ({
  item: [item],
  organ: [organ],
  party: [party],
  person: [handler],
  to: ['accept'],
  paper: ['receipt-1'],
  stage: ['search'],
  on: [today],
})

/**
 * 合格的内容 A body that passes the form, from the API's own description: what is sent back for its form says nothing of who may, and an empty body
 * is sent back first wherever something must be said.
 */
export async function bodiesOf(app: FastifyInstance) {
  const described = await app.inject({ method: 'GET', url: '/api/openapi.json' })
  const operations: readonly Operation[] = operationsOf(described.json() as Parameters<typeof operationsOf>[0])
  const known = new Map(operations.map(one => [`${one.method} ${one.path}`, one.body]))
  return ({ method, path }: Route, named: Named): unknown => {
    const own = written[`${method} ${path}`]
    if (own) return own(named)
    const schema = known.get(`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    return schema === undefined ? {} : least(schema, wordsOf(named))
  }
}
