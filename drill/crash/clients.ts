import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '#kernel/clock'
import { type Client, makeClient, type Reply } from '#systems/simulation'
import type { Firm } from '../house.ts'
import type { Acknowledged } from './judge.ts'

/** Who acts: the access tokens of officers by post, and of each firm's account. */
export interface Cast {
  readonly officers: ReadonlyMap<string, string>
  readonly firms: readonly (Firm & { readonly token: string })[]
  /** Two investigators, as persons. */
  readonly investigators: readonly string[]
}

const approval = '210102-approval-bureau'
const energy = '210102-energy-bureau'
const patience = 120_000

/**
 * 办事人 Clients that live permits and fines over HTTP. Where a web process does not answer they ask the other one again, under the same
 * key, as a browser's retry would; what is refused them is an error of the drill.
 */
export function makeClients(webs: () => readonly string[], cast: Cast, clock: Clock) {
  const acknowledged: Acknowledged[] = []
  const refused: string[] = []
  const figures = { retried: 0, repeated: 0 }
  const clients = new Map<string, Client>()
  let stopped = false
  let turn = 0

  const clientOf = (url: string): Client => {
    const known = clients.get(url) ?? makeClient(url, 32)
    clients.set(url, known)
    return known
  }

  async function ask(path: string, token: string, body: object): Promise<Reply> {
    const key = crypto.randomUUID()
    for (const began = performance.now(); performance.now() - began < patience; ) {
      const urls = webs()
      const url = urls[turn++ % Math.max(urls.length, 1)]
      const reply =
        url &&
        (await clientOf(url)
          .send('POST', path, { token, body, key })
          .catch(() => undefined))
      if (reply && reply.status < 500) {
        if (reply.status >= 400) {
          refused.push(`${path.split('/').slice(-2).join('/')} ${reply.status} ${reply.codes.join(' ')}`)
          throw new Error('refused')
        }
        if (reply.body['repeated'] === true) figures.repeated++
        return { ...reply, body: { ...reply.body, key } }
      }
      figures.retried++
      await pause(60)
    }
    throw new Error(`nobody answered ${path} for ${patience / 1_000} seconds`)
  }

  async function live(opening: object, token: string, acts: readonly (readonly [string, string, object])[]) {
    const { body: opened } = await ask('/api/cases', token, opening)
    const caseId = String(opened['caseId'])
    const done = (body: Reply['body']) =>
      acknowledged.push({ caseId, commandId: String(body['key']), seq: Number(body['seq']) })
    done(opened)
    for (const [verb, by, body] of acts) {
      if (stopped) return
      done((await ask(`/api/cases/${String(opened['number'])}/acts/${verb}`, by, body)).body)
    }
  }

  const officer = (post: string): string => {
    const token = cast.officers.get(post)
    if (token === undefined) throw new Error(`nobody holds ${post}`)
    return token
  }

  function permit(running: number): Promise<void> {
    const firm = cast.firms[running % cast.firms.length]!
    const [window, review, head] = ['acceptance', 'review', 'bureau-head'].map(post => officer(`${approval}/${post}`))
    return live(
      {
        ...{ item: 'energy-review', organ: approval, verb: 'submit', start: 'application', channel: 'online' },
        parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
        body: {
          fields: {
            ...{ 'applicant.uscc': firm.uscc, 'applicant.name': firm.name, 'contact.name': '演练联系人' },
            ...{ 'contact.phone': '13800000001', 'energy.total': 1_200, 'energy.power': 0 },
            'project.code': `2607-210102-04-01-${String(running % 1_000_000).padStart(6, '0')}`,
            'project.name': `余热回收改造${running}期`,
            ...{ 'project.twoHigh': false, 'project.stateApproved': false, 'project.crossDepartment': false },
          },
          materials: { application: 'original', report: 'original' },
        },
      },
      firm.token,
      [
        ['accept', window!, {}],
        ['complete', review!, { stage: 'expert', materials: { expertOpinion: 'original' }, note: '同意' }],
        [
          'complete',
          review!,
          { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } },
        ],
        ['decide', head!, { outcome: 'grant' }],
        ['deliver', window!, { way: 'window', receipt: true }],
      ],
    )
  }

  let fines = 0
  function fine(): Promise<void> {
    const running = fines++
    const firm = cast.firms[running % cast.firms.length]!
    const [investigator, head] = ['investigator', 'bureau-head'].map(post => officer(`${energy}/${post}`))
    const officers = cast.investigators
    // Nobody is fined twice for the same act: each firm for another day.
    const ended = clock.today().subtract({ days: 20 + (Math.floor(running / cast.firms.length) % 600) })
    return live(
      {
        ...{ item: 'energy-report-penalty', organ: energy, verb: 'lodge', start: 'clue', channel: 'window' },
        parties: [{ role: 'respondent', party: firm.party, unit: 'firm' }],
        body: {
          fields: {
            ...{ 'respondent.uscc': firm.uscc, 'respondent.name': firm.name },
            ...{ 'clue.summary': '年度能源利用状况报告至今未报送', 'clue.foundOn': clock.today().toString() },
          },
        },
      },
      investigator!,
      [
        ['open', investigator!, {}],
        ['recordEvidence', investigator!, { stage: 'investigate', kind: 'documentary', summary: '通知书', officers }],
        [
          'complete',
          investigator!,
          {
            stage: 'investigate',
            officers,
            fields: {
              ...{ 'finding.act': 'late', 'finding.daysLate': 12, 'finding.repeated': false },
              ...{ 'finding.corrected': false, 'finding.endedOn': ended.toString(), 'finding.facts': '逾期未报送' },
              ...{ 'finding.complex': false, 'finding.publicInterest': false, 'finding.serious': false },
              ...{ 'finding.crime': false, 'finding.proposedFine': 1_500_000 },
            },
          },
        ],
        [
          'notify',
          investigator!,
          {
            ...{ stage: 'notify', document: 'priorNotice', officers, receipt: true },
            states: ['proposed', 'facts', 'grounds', 'basis', 'rights'],
          },
        ],
        ['makeStatement', firm.token, { waived: true }],
        ['decide', head!, { outcome: 'fine', amount: 1_500_000, reason: '逾期', fields: { socialImpact: false } }],
        ['deliver', investigator!, { stage: 'serve', way: 'direct', receipt: true }],
        ['pay', officer('210100-collecting-bank/collector'), { amount: 500_000 }],
        ['pay', officer('210100-collecting-bank/collector'), { amount: 1_000_000 }],
      ],
    )
  }

  let running = 0
  async function client(): Promise<void> {
    while (!stopped) {
      const mine = ++running
      try {
        await (mine % 3 === 0 ? fine() : permit(mine))
      } catch (fault) {
        if (!(fault instanceof Error && fault.message === 'refused')) throw fault
      }
    }
  }

  return {
    acknowledged,
    refused,
    figures,
    run: (count: number) => Promise.all(Array.from({ length: count }, client)),
    stop() {
      stopped = true
    },
    close() {
      for (const client of clients.values()) client.close()
    },
  }
}
