import type { CompiledItem } from '#kernel/definition'
import { errorSummary, type Problem } from '../error-summary.ts'
import { fileField, sizeSaid } from '../file-field.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf, word } from '../wording.ts'
import { keptAside } from './form.page.ts'
import type { Draft, FileKept, FileKind, VoucherHeld } from './needs.ts'
import { askedOf, fetchedOf, heldFor } from './paging.ts'
import { addressOf, stepList } from './steps.ts'

export type Paper = CompiledItem['definition']['materials'][number]

/** Scans and pictures where the item says nothing else. */
export const kindsOf = ({ formats }: Pick<Paper, 'formats'>): readonly FileKind[] => formats ?? ['pdf', 'png', 'jpeg']

/** Days a file waits for its case; one less than it is kept, so that nobody meets the last hour. */
const waits = 6

export const isStale = ({ on }: FileKept, today: string): boolean =>
  Temporal.PlainDate.from(on).until(Temporal.PlainDate.from(today)).days > waits

export interface MaterialsShown {
  readonly draft: Draft
  readonly compiled: CompiledItem
  readonly person: SignedIn
  readonly today: string
  readonly maxFile: number
  readonly held: readonly VoucherHeld[]
  /** What a file that was just sent was refused for, by the paper it was sent for. */
  readonly refused?: { readonly material: string; readonly text: string } | undefined
}

type PaperShown = Pick<MaterialsShown, 'draft' | 'person' | 'today' | 'maxFile' | 'refused'>

const paperId = (id: string): string => `p-${id}`

function sentFiles(view: View, { draft, person, today }: PaperShown, { id }: Paper): Html | null {
  const files = draft.kept.files?.[id] ?? []
  if (files.length === 0) return null
  return html`<ul class="files">${files.map(
    file =>
      html`<li>${formFor(view, person, { to: `${addressOf(draft, 'materials')}/${id}/remove`, class: 'inline' }, html`${mark(isStale(file, today) ? 'amber' : 'jade', view.say(isStale(file, today) ? 'apply.file.stale' : 'apply.file.there'))} <a class="said" href="${view.to(`/files/${file.file}`)}">${file.name}</a> <span class="quiet">${sizeSaid(view, file.size)}</span>${file.blank === true ? html`<br>${mark('amber', view.say('apply.file.blank'))}` : null}${file.blurred === true ? html`<br>${mark('amber', view.say('apply.file.blurred'))}` : null}<input type="hidden" name="file" value="${file.file}">${button(view.say('apply.file.remove'), { quiet: true })}`)}</li>`,
  )}</ul>`
}

function insteadOf(view: View, { draft, person }: PaperShown, { id, lateAllowed, commitment }: Paper): Html | null {
  const chosen = draft.kept.instead?.[id]
  const may = [lateAllowed === true && 'late', commitment === true && 'committed'].filter(one => one !== false)
  if (may.length === 0) return null
  const to = `${addressOf(draft, 'materials')}/${id}/instead`
  return html`<div class="small">${chosen === undefined ? null : html`<p>${mark('amber', view.say(`apply.file.${chosen}Chosen`))}</p>`}${may.map(
    one =>
      formFor(
        view,
        person,
        { to, class: 'inline' },
        html`<input type="hidden" name="instead" value="${chosen === one ? '' : one}">${button(view.say(chosen === one ? 'apply.file.notInstead' : `apply.file.${one}`), { quiet: true })}`,
      ),
  )}</div>`
}

/** One paper: what it is, what was sent for it, and where to choose a file. A file goes off by itself, so that a refused one takes nothing with it. */
export function paperSection(view: View, shown: PaperShown, paper: Paper, why: Html | null = null): Html {
  const { draft, person, maxFile, refused } = shown
  const { id, name, sign, basis } = paper
  const problem = refused?.material === id ? refused.text : undefined
  const label = view.say('apply.file.choose', { name: view.plain(name) })
  const asked = fileField(view, { id: paperId(id), label, kinds: kindsOf(paper), maxFile, problem })
  return html`<section class="paper${problem === undefined ? '' : ' wrong'}"><h2>${view.show(name)}</h2><p class="small quiet">${sign === undefined ? null : html`${view.show(sign)} `}${basisOf(view, basis)}</p>${why}
${sentFiles(view, shown, paper)}
${formFor(view, person, { to: `${addressOf(draft, 'materials')}/${id}`, files: true, class: 'asking' }, html`${asked}${button(view.say('apply.file.send'), { quiet: true })}`)}
${insteadOf(view, shown, paper)}</section>`
}

/** 免提交 What the city fetches itself, and what of it is already at hand. */
function fetched(view: View, { compiled, draft, held }: MaterialsShown, asked: readonly Paper[]): Html | null {
  const papers = fetchedOf(compiled, draft.fields).filter(paper => !asked.includes(paper))
  if (papers.length === 0) return null
  return html`<section><h2>${view.say('apply.file.fetchedTitle')}</h2><p>${view.say('apply.file.fetchedSays')}</p><ul>${papers.map(
    paper => {
      const own = heldFor(paper, held).find(({ status }) => status === 'valid')
      const words = own
        ? view.say('apply.file.held', { number: own.number, day: view.day(own.issuedOn) })
        : view.say('apply.file.willFetch')
      return html`<li>${view.show(paper.name)} ${mark('jade', words)}</li>`
    },
  )}</ul></section>`
}

/** 失效原因 Why a paper is asked for that the city would otherwise have fetched, and where to have it renewed. */
function overSaid(view: View, paper: Paper, held: readonly VoucherHeld[]): Html | null {
  const [last] = heldFor(paper, held)
  if (!last) return null
  const { number, status, item, validUntil, endedOn } = last
  const day = status === 'expired' ? validUntil : endedOn
  const words = view.say(day === null ? 'apply.file.over' : 'apply.file.overOn', {
    number,
    status: word(view, 'voucher-status', status),
    day: day === null ? '' : view.day(day),
  })
  return html`<p>${mark('amber', words)} <a href="${view.to(`/items/${item}`)}">${view.say('apply.file.renew')}</a></p>`
}

export const hasPaper = ({ kept: { files = {}, instead = {} } }: Draft, id: string, today: string): boolean =>
  instead[id] !== undefined || (files[id] ?? []).some(file => !isStale(file, today))

/** 材料 What the guide asks for and nothing else; what the city holds is fetched. */
export function materialsPage(view: View, shown: MaterialsShown): PageParts {
  const { draft, compiled, person, today, refused, held } = shown
  const name = compiled.definition.content.name
  const papers = askedOf(compiled, draft.fields, held)
  const problems: readonly Problem[] = refused ? [{ at: `#${paperId(refused.material)}`, text: refused.text }] : []
  const words = view.say('apply.step.materials')
  const missing = papers.filter(({ id }) => !hasPaper(draft, id, today))
  return {
    title: view.say('apply.titleOf', {
      step: `${refused ? view.say('field.titleWrong') : ''}${words}`,
      item: view.plain(name),
    }),
    unlisted: true,
    main: html`${stepList(view, 'materials', shown)}${errorSummary(view, problems)}<p class="small quiet">${view.show(name)}</p><h1>${words}</h1>
<p class="lead">${view.say(papers.length === 0 ? 'guide.noMaterials' : 'apply.file.lead')}</p>
${papers.map(paper => paperSection(view, shown, paper, overSaid(view, paper, held)))}
${fetched(view, shown, papers)}
<section><h2>${view.say('apply.file.after')}</h2>${missing.length === 0 ? null : html`<p>${mark('amber', view.say('apply.file.stillMissing', { names: missing.map(paper => view.plain(paper.name)).join(view.say('list.join')) }))}</p>`}<p>${view.say('apply.check.before')}</p>${formFor(view, person, { to: addressOf(draft, 'precheck'), class: 'asking' }, html`${button(view.say('apply.check.now'))}`)}</section>`,
    aside: keptAside(view, draft),
  }
}
