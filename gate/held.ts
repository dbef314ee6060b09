import { standingOf } from '#hubs/application/mandate'
import type { SignIn } from '#hubs/application/sign-in'
import type { Text } from '#kernel/definition'
import type { CitizenNeeds, HeldFact, HeldItem, HeldPartShown, HeldPiece, SignedIn } from '#portals/public'
import {
  copyTaken,
  type HeldPart,
  type HeldRules,
  heldParts,
  makeOwnHoldings,
  makeOwnMessages,
  type OwnCases,
  type OwnData,
  type RouteNeeds,
} from '#systems/power'
import type { Drafts } from '#systems/service'
import { callerOf } from './acting.ts'
import { caseFacts, draftFacts } from './held-cases.ts'
import { ownFormAt, ownWords } from './typed-words.ts'

export interface HeldSettings {
  readonly heldRules: HeldRules
  readonly drafts: Drafts
  readonly kept: SignIn['own']['kept']
  readonly ownCases: OwnCases
  readonly ownData: OwnData
  readonly complaint: string
  readonly mustProve: (person: SignedIn) => boolean
}

/** So many of each kind stand on the page; all of them in the copy. */
const first = 5
/** What is not read page by page is read as far as people have it. */
const most = 1_000

const whole: Readonly<Partial<Record<HeldPart, string>>> = {
  account: '/sign-in/own',
  addresses: '/mine/consents',
  cases: '/mine',
  drafts: '/mine',
  mandates: '/mine/delegations',
  vouchers: '/mine/vouchers',
  messages: '/mine/messages',
  reads: '/mine/data#reads',
}

const fact = (name: string, value: unknown, as?: HeldFact['as']): HeldFact => ({ name, value, ...(as && { as }) })
/** Without what nobody said. */
const facts = (...all: readonly HeldFact[]): readonly HeldFact[] =>
  all.filter(({ value }) => value !== null && value !== undefined && value !== '')

/** 我的数据 What the city holds of whoever is signed in, kind by kind: of himself, and of nobody else. */
export function makeHeld(needs: RouteNeeds, settings: HeldSettings): CitizenNeeds['held'] {
  const { clock, mandates, definitions, directory } = needs
  const { heldRules, drafts, kept, ownCases, ownData, complaint } = settings
  const holdings = makeOwnHoldings(needs)
  const ownMessages = makeOwnMessages(needs)
  const today = () => clock.today().toString()
  const itemName = async (item: string): Promise<Text> =>
    (await definitions.current(item, today()).catch(() => undefined))?.definition.content.name ?? item
  const organName = async (organ: string): Promise<string> => (await directory()).organ(organ, today())?.name ?? organ

  async function* casesOf(person: SignedIn, all: boolean, wanted: (item: string) => boolean): AsyncGenerator<HeldItem> {
    const caller = callerOf(person)
    let before: string | undefined
    do {
      const page = await ownCases.list(caller, { limit: 50, ...(before !== undefined && { before }) })
      for (const { number, item, name, organ, openedOn, status } of page.items) {
        if (!wanted(item)) continue
        const brief = facts(
          fact('number', number),
          fact('organ', organ),
          fact('openedOn', openedOn, 'day'),
          fact('status', status, { words: 'held.status' }),
        )
        const more = all ? caseFacts(await ownCases.read(caller, number)) : []
        yield { name, to: `/mine/cases/${number}`, facts: [...brief, ...more] }
      }
      before = page.next ?? undefined
    } while (before !== undefined)
  }

  type Own = Awaited<ReturnType<OwnData['held']>>
  type Source = (person: SignedIn, all: boolean, own: Own) => AsyncIterable<HeldItem>
  const sources: Readonly<Record<HeldPart, Source>> = {
    async *identity(_person, _all, { kind, name, identifiers }) {
      yield {
        facts: [
          fact('name', name),
          fact('kind', kind, { words: 'unit-of-party' }),
          ...identifiers.map(({ scheme, value }) => fact(`number.${scheme}`, value)),
        ],
      }
    },
    async *registers(_person, _all, { rows }) {
      for (const { name, organ, since, recorded, fields } of rows)
        yield {
          name,
          facts: [...fields, fact('source', organ), fact('since', since, 'day'), fact('recorded', recorded, 'time')],
        }
    },
    async *account(person, all) {
      // How somebody signs in is his own: for a firm or a child there is none.
      const found = person.acting ? undefined : await kept(person.actsAs, all ? most : first)
      if (!found) return
      if (found.phone !== null) yield { facts: [fact('phone', found.phone)] }
      for (const { kind, addedAt, usedAt } of found.factors)
        yield {
          facts: facts(
            fact('factor', kind, { words: 'factor' }),
            fact('addedAt', addedAt, 'time'),
            fact('usedAt', usedAt, 'time'),
          ),
        }
      for (const { at, event, device, network } of found.records)
        yield {
          facts: facts(
            fact('at', at, 'time'),
            fact('event', event, { words: 'signInEvent' }),
            fact('device', device),
            fact('network', network),
          ),
        }
    },
    async *addresses(person) {
      for (const { contact, electronic, givenOn, number } of await holdings.addresses(callerOf(person), most))
        yield {
          facts: facts(
            fact('mail', contact.mail),
            fact('phone', contact.phone),
            fact('post', contact.post),
            fact('electronic', electronic),
            fact('signedOn', givenOn, 'day'),
            fact('number', number),
          ),
        }
    },
    cases: (person, all) => casesOf(person, all, item => item !== complaint),
    complaints: (person, all) => casesOf(person, all, item => item === complaint),
    async *drafts(person, all) {
      for (const { caseId, item, organ, updatedOn } of await drafts.listOf(person.actsAs)) {
        const more = all ? await draftFacts(needs, await drafts.read(caseId, person.actsAs)) : []
        yield {
          name: await itemName(item),
          to: `/apply/${item}/${caseId}/fit`,
          facts: [fact('organ', await organName(organ)), fact('updatedOn', updatedOn, 'day'), ...more],
        }
      }
      for (const { form, item, organ, updatedOn } of await drafts.ofForms.listOf(person.actsAs)) {
        const words = all ? ownWords(form, (await drafts.ofForms.read(person.actsAs, form))?.typed ?? {}) : []
        yield {
          ...(item !== null && { name: await itemName(item) }),
          to: form,
          facts: facts(
            fact('form', ownFormAt(form), { words: 'held.form' }),
            fact('organ', organ),
            fact('updatedOn', updatedOn, 'day'),
            fact('typed', words.length > 0 ? words : null),
          ),
        }
      }
    },
    async *files(person) {
      for (const { id, number, mediaType, size, storedAt } of await holdings.files(callerOf(person), most))
        yield {
          to: `/files/${id}`,
          facts: facts(
            fact('file', id),
            fact('mediaType', mediaType),
            fact('bytes', size),
            fact('sentAt', storedAt, 'time'),
            fact('number', number),
          ),
        }
    },
    async *mandates({ actsAs }) {
      // Whose name stands in it is another's: it is shown, masked, on the page of mandates and not carried away.
      const both = [['given', await mandates.given(actsAs)] as const, ['held', await mandates.held(actsAs)] as const]
      for (const [side, all] of both)
        for (const mandate of all)
          yield {
            facts: facts(
              fact('side', side, { words: 'held.side' }),
              fact('kind', mandate.kind, { words: 'mandate-kind' }),
              fact('scopes', mandate.scopes, { words: 'mandate-scope' }),
              fact('from', mandate.from, 'day'),
              fact('until', mandate.until, 'day'),
              fact('endedOn', mandate.endedOn, 'day'),
              fact('holds', standingOf(mandate, today()).granted),
            ),
          }
    },
    async *ratings(person) {
      for (const { number, item, level, reasons, ratedOn } of await holdings.ratings(callerOf(person), most))
        yield {
          name: await itemName(item),
          to: `/mine/cases/${number}`,
          facts: [
            fact('number', number),
            fact('level', level),
            fact('reasons', reasons, { words: 'rating.reason' }),
            fact('ratedOn', ratedOn, 'day'),
          ].filter(({ value }) => !Array.isArray(value) || value.length > 0),
        }
    },
    async *vouchers(person) {
      for (const { number, status, issuedOn, validUntil, checkCode } of await ownData.vouchers(callerOf(person)))
        yield {
          facts: facts(
            fact('voucher', number),
            fact('status', status, { words: 'voucher-status' }),
            fact('issuedOn', issuedOn, 'day'),
            fact('validUntil', validUntil, 'day'),
            fact('checkCode', checkCode),
          ),
        }
    },
    async *messages(person) {
      let before: number | undefined
      do {
        const page = await ownMessages(callerOf(person), { limit: 50, ...(before !== undefined && { before }) })
        for (const { at, kind, number, name, said } of page.items)
          yield {
            ...(name !== null && { name }),
            to: '/mine/messages',
            facts: facts(
              fact('at', at, 'time'),
              fact('message', kind, { message: { kind, name, said } }),
              fact('number', number),
            ),
          }
        before = page.next ?? undefined
      } while (before !== undefined)
    },
    async *reads(person) {
      let before: string | undefined
      do {
        const page = await ownData.readsSeen(callerOf(person), { limit: 50, ...(before !== undefined && { before }) })
        for (const { at, organ, post, purpose, fields, deferredBy } of page.items)
          yield {
            facts: facts(
              fact('at', at, 'time'),
              fact('organ', organ),
              fact('post-name', post),
              fact('purpose', purpose, { words: 'purpose' }),
              fact('fields', fields, { words: 'read-field' }),
              fact('toldLaterBy', deferredBy && `${deferredBy.law} ${deferredBy.articles.join(', ')}`),
            ),
          }
        before = page.next ?? undefined
      } while (before !== undefined)
    },
  }

  const partShown = (part: HeldPart): HeldPartShown => {
    const { purpose, basis, kept: keptFor } = heldRules.parts[part]
    const kept = keptFor ? { says: keptFor.says, basis: keptFor.basis ?? [], own: keptFor.own ?? false } : null
    return { part, purpose, basis, kept, to: whole[part] ?? null }
  }
  async function* pieces(person: SignedIn): AsyncGenerator<HeldPiece> {
    const own = await ownData.held(callerOf(person))
    for (const part of heldParts) {
      yield { kind: 'part', part: partShown(part) }
      for await (const item of sources[part](person, true, own)) yield { kind: 'item', item }
    }
  }

  return {
    now: () => clock.now().toString(),
    mustProve: settings.mustProve,
    async shown(person) {
      await holdings.record(callerOf(person), ['account', 'addresses', 'files', 'ratings'], 'own-data')
      // Who looked has a list of its own on the page.
      const listed = heldParts.filter(part => part !== 'reads')
      const own = await ownData.held(callerOf(person))
      const all = []
      for (const part of listed) {
        const items: HeldItem[] = []
        for await (const item of sources[part](person, false, own)) if (items.push(item) > first) break
        all.push({ ...partShown(part), items: items.slice(0, first), more: items.length > first })
      }
      return all
    },
    async copy(person) {
      await holdings.record(callerOf(person), ['copy'], copyTaken)
      return pieces(person)
    },
  }
}
