import type { Chance } from '../fuzz/chance.ts'
import type { LivedCity } from '../fuzz/places.ts'
import { clueFields, permitFields } from '../fuzz/places.ts'
import { type Draft, type Operation, skeleton, uuidBy } from '../fuzz/request.ts'
import type { Canaries } from './words.ts'

type Json = Record<string, unknown>

/** Texts of a body become canaries: `all` of them, or only those that no rule of the schema's gives a form. */
function planted(value: unknown, place: string, canaries: Canaries, all: boolean): unknown {
  if (typeof value === 'string') {
    const free = value.length > 60 || /[^A-Za-z0-9._/:-]/.test(value)
    if (!all && !free) return value
    return all ? canaries.citizen(place) : canaries.text(place)
  }
  if (Array.isArray(value)) return value.map(one => planted(one, place, canaries, all))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      /^(reason|note|text|summary|ground|opinion|account|password|name|value|referTo|place|record)$/.test(name) &&
      typeof one === 'string'
        ? name === 'password'
          ? canaries.password(`${place}.${name}`)
          : canaries.text(`${place}.${name}`)
        : planted(one, `${place}.${name}`, canaries, all),
    ]),
  )
}

/** 种雀 One operation of the API, asked in every way a person could have written something into it. */
export function plantIn(operation: Operation, city: LivedCity, canaries: Canaries, chance: Chance): readonly Draft[] {
  const at = operation.name
  const draft = (mark: string, change: (draft: Draft) => void): Draft => {
    const made = skeleton(operation, city, chance)
    made.mutations.push(mark)
    change(made)
    return made
  }
  const drafts = [
    draft('query', one => {
      one.query.push(
        [canaries.citizen(`${at} query name`), canaries.name(`${at} query`)],
        ['q', canaries.text(`${at} q`)],
      )
      one.query.push(['after', Buffer.from(canaries.text(`${at} cursor`)).toString('base64url')])
    }),
    draft('headers', one => {
      one.headers.push(
        ['user-agent', canaries.key(`${at} user-agent`)],
        ['x-forwarded-for', canaries.key(`${at} forwarded`)],
      )
      one.headers.push(
        ['cookie', `session=${canaries.key(`${at} cookie`)}`],
        ['x-request-id', canaries.key(`${at} id`)],
      )
      one.headers.push(['referer', `https://a.example/?q=${encodeURIComponent(canaries.name(`${at} referer`))}`])
    }),
    draft('credentials', one => {
      one.token = canaries.key(`${at} token`)
    }),
    draft('match', one => {
      one.headers.push(['if-match', `"${canaries.key(`${at} if-match`)}"`], ['accept', canaries.key(`${at} accept`)])
    }),
    draft('method', one => {
      one.method = 'PROPFIND'
      one.query.push(['name', canaries.name(`${at} wrong method`)])
    }),
  ]
  for (const name of Object.keys(skeleton(operation, city, chance).parameters))
    for (const word of [canaries.citizen(`${at} path ${name}`), canaries.name(`${at} path ${name}`)])
      drafts.push(
        draft('path', one => {
          one.parameters[name] = word
        }),
      )
  if (!operation.body) return drafts
  const said = (one: Draft) => JSON.stringify(one.body)
  return [
    ...drafts,
    ...[1, 2, 3].map(() =>
      draft('free text', one => {
        one.body = planted(one.body, at, canaries, false)
      }),
    ),
    draft('every text', one => {
      one.body = planted(one.body, at, canaries, true)
    }),
    draft('unknown field', one => {
      one.body = { ...(one.body as Json), [canaries.name(`${at} field name`)]: canaries.phone(`${at} field`) }
    }),
    draft('unknown answer', one => {
      const fields = {
        [canaries.citizen(`${at} answer name`)]: canaries.name(`${at} answer`),
        'contact.phone': canaries.name(`${at} phone`),
      }
      one.body = {
        ...(one.body as Json),
        fields,
        materials: { [canaries.key(`${at} material`)]: canaries.name(`${at} material`) },
      }
    }),
    draft('malformed', one => {
      one.bytes = Buffer.from(`${said(one).slice(0, -1)},"name":"${canaries.name(`${at} malformed`)}`)
    }),
    draft('malformed', one => {
      one.bytes = Buffer.from(
        `{"${canaries.name(`${at} twice`)}":1,"${canaries.citizen(`${at} twice`)}":1,"a":1,"a":2}`,
      )
    }),
    draft('not UTF-8', one => {
      one.bytes = Buffer.concat([
        Buffer.from(`{"name":"${canaries.name(`${at} bytes`)}`),
        Buffer.from([0xff, 0x22, 0x7d]),
      ])
    }),
    draft('wrong type', one => {
      one.headers.push(['content-type', `text/${canaries.key(`${at} type`)}`])
      one.bytes = Buffer.from(canaries.text(`${at} plain`))
    }),
    draft('too large', one => {
      one.bytes = Buffer.from(JSON.stringify({ name: canaries.name(`${at} large`), more: 'x'.repeat(1_050_000) }))
    }),
    draft('no key', one => {
      one.headers.splice(0, one.headers.length, ['idempotency-key', canaries.key(`${at} idempotency key`)])
    }),
  ]
}

/** Whole and good: applications, clues and parties that are taken in, with people in every field that takes one. */
export function plantWhole(city: LivedCity, canaries: Canaries, chance: Chance): readonly Omit<Draft, 'operation'>[] {
  const post = (target: string, token: string, body: Json, mark: string): Omit<Draft, 'operation'> => ({
    method: 'POST',
    target,
    token,
    body,
    parameters: {},
    query: [],
    headers: [['idempotency-key', uuidBy(chance)]],
    mutations: [mark],
  })
  const at = (form: Json, place: string, personal: readonly string[]): Json =>
    Object.fromEntries(
      Object.entries(form).map(([name, value]) => {
        if (!personal.includes(name)) return [name, value]
        return [name, name.endsWith('phone') ? canaries.phone(`${place} ${name}`) : canaries.text(`${place} ${name}`)]
      }),
    )
  const [first, second] = city.firms as [(typeof city.firms)[0], (typeof city.firms)[0]]
  const common = { channel: 'window', verb: 'submit', start: 'application' }
  const parties = [1, 2, 3, 4].map(() =>
    post(
      '/api/parties',
      city.owner,
      {
        kind: 'person',
        name: canaries.name('party name'),
        identifiers: [
          { scheme: 'citizen', value: canaries.citizen('party citizen') },
          { scheme: 'phone', value: canaries.phone('party phone') },
          { scheme: 'passport', value: canaries.passport('party passport') },
          { scheme: 'bank-account', value: canaries.account('party account') },
        ],
      },
      'whole party',
    ),
  )
  const searches = ['citizen', 'phone', 'passport', 'bank-account'].map(scheme =>
    post('/api/cases/search', city.owner, { scheme, value: canaries.citizen(`search ${scheme}`) }, 'whole search'),
  )
  const permits = [1, 2].map(() =>
    post(
      '/api/cases',
      city.owner,
      {
        ...common,
        item: 'energy-review',
        organ: '210102-approval-bureau',
        parties: [{ role: 'subject', party: first.party }],
        body: {
          fields: at(permitFields(first), 'permit', ['project.name', 'contact.name', 'contact.phone']),
          materials: { application: 'original', report: 'original' },
        },
      },
      'whole permit',
    ),
  )
  const clue = post(
    '/api/cases',
    city.tokenOf('210102-energy-bureau/investigator'),
    {
      ...common,
      verb: 'lodge',
      start: 'clue',
      item: 'energy-report-penalty',
      organ: '210102-energy-bureau',
      parties: [{ role: 'respondent', party: second.party }],
      body: { fields: at(clueFields(second), 'clue', ['clue.summary']) },
    },
    'whole clue',
  )
  const signIns = [1, 2].map(() =>
    post(
      '/demo/sign-in',
      city.owner,
      { account: canaries.name('sign-in account'), password: canaries.password('sign-in password') },
      'bad sign-in',
    ),
  )
  return [...parties, ...searches, ...permits, clue, ...signIns]
}
