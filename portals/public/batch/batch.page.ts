import type { CompiledItem } from '#kernel/definition'
import { errorSummary, type Problem } from '../error-summary.ts'
import { labelOf, problemSaid } from '../field.ts'
import { sizeSaid } from '../file-field.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark, type Tone } from '../marks.ts'
import { mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import { columnsOf, headingOf } from './columns.ts'
import type { BatchNeeds, BatchResult, RowProblem, RowResult } from './needs.ts'

export interface BatchPage {
  readonly person: SignedIn
  readonly compiled: CompiledItem
  readonly item: string
  readonly organ: string
  readonly organName: string
  readonly limits: BatchNeeds['limits']
  readonly problems: readonly Problem[]
}

const kindOf = (view: View, type: string): string =>
  view.has(`batch.type.${type.replace(/\(\d\)$/, '')}`)
    ? view.say(`batch.type.${type.replace(/\(\d\)$/, '')}`)
    : view.say('batch.type.other')

/** 批量申报 The spreadsheet of this item, what stands in each of its columns, and where it is sent. */
export function batchPage(view: View, page: BatchPage): PageParts {
  const { person, compiled, item, organ, organName, limits, problems } = page
  const { name } = compiled.definition.content
  const rows = columnsOf(compiled).map(column => {
    const { field, paper } = column
    const what =
      paper !== undefined
        ? view.say('batch.type.paper')
        : field?.options
          ? field.options.map(({ label }) => view.plain(label)).join(view.say('list.join'))
          : kindOf(view, field?.type ?? '')
    const must = view.say(
      field?.source !== undefined ? 'batch.known' : field?.required === undefined ? 'batch.must' : 'batch.may',
    )
    return html`<tr><th scope="row">${headingOf(column, view.language)}</th><td data-label="${view.say('batch.what')}${view.say('list.colon')}">${what}</td><td data-label="${view.say('batch.needed')}${view.say('list.colon')}">${must}</td></tr>`
  })
  return {
    title: view.say('apply.titleOf', { step: view.say('batch.title'), item: view.plain(name) }),
    unlisted: true,
    main: html`${errorSummary(view, problems)}<p class="small quiet">${view.show(name)}${view.say('list.semi')}${organName}</p><h1>${view.say('batch.title')}</h1><p class="lead">${view.say('batch.lead', { rows: limits.rows })}</p>
<ol><li><a href="${view.to(`/apply/${item}/batch/template`, { organ })}">${view.say('batch.template')}</a>${view.say('list.stop')}${view.say('batch.templateSays')}</li><li>${view.say('batch.fill')}</li><li>${view.say('batch.send')}</li></ol>
${formFor(view, person, { to: `/apply/${item}/batch`, files: true, class: 'asking' }, html`<input type="hidden" name="organ" value="${organ}"><div class="question"><label for="sheet">${view.say('batch.files')}</label><p class="small quiet" id="sheet-help">${view.say('batch.filesHelp', { size: sizeSaid(view, limits.bytes), all: sizeSaid(view, limits.files) })}</p><input type="file" id="sheet" name="file" multiple aria-describedby="sheet-help"></div>${button(view.say('batch.go'))}`)}
<section><h2>${view.say('batch.columns')}</h2><div class="table" tabindex="0" role="region" aria-label="${view.say('batch.columns')}"><table class="cards"><thead><tr><th scope="col">${view.say('batch.column')}</th><th scope="col">${view.say('batch.what')}</th><th scope="col">${view.say('batch.needed')}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`,
    aside: mineAside(view),
  }
}

const tones: Readonly<Record<RowResult['status'], Tone>> = { filed: 'jade', before: 'ink', wrong: 'cinnabar' }

/** One fault, with its column and what to do about it. */
export function problemOfRow(view: View, compiled: CompiledItem, { column, code, text, referTo }: RowProblem): string {
  const found = columnsOf(compiled).find(({ key }) => key === column)
  const name = found ? (found.field ? labelOf(view, found.field) : view.plain(found.name)) : ''
  if (text !== null)
    return `${view.plain(text)}${referTo ? `${view.say('list.stop')}${view.say('guide.referTo', { organ: word(view, 'organ', referTo) })}` : ''}`
  if (found?.field && view.has(`field.problem.${code}`)) return problemSaid(view, found.field, code)
  for (const key of [`batch.problem.${code}`, `apply.check.code.${code}`, `apply.file.refused.${code}`])
    if (view.has(key)) return view.say(key, { name, label: name, kinds: 'PDF', size: '' })
  return view.say('batch.problem.OTHER', { code, name })
}

export interface BatchResultPage {
  readonly compiled: CompiledItem
  readonly item: string
  readonly organ: string
  readonly id: string
  readonly result: BatchResult
}

/** 批量结果 Row by row what was filed, under which number, and what is wrong where. */
export function batchResultPage(view: View, { compiled, item, organ, id, result }: BatchResultPage): PageParts {
  const { rows, unknown } = result
  const count = (status: RowResult['status']) => rows.filter(row => row.status === status).length
  const columns = columnsOf(compiled)
  const headed = (problem: RowProblem): Html => {
    const column = columns.find(({ key }) => key === problem.column)
    const said = problemOfRow(view, compiled, problem)
    // A sentence that names the column itself needs no heading.
    const label = column?.field ? labelOf(view, column.field) : column ? view.plain(column.name) : ''
    const named = said.includes(label)
    return html`<li>${column && !named ? html`<strong>${headingOf(column, view.language)}</strong>${view.say('list.colon')}` : null}${said}</li>`
  }
  return {
    title: view.say('batch.resultTitle'),
    unlisted: true,
    main: html`<p class="small quiet">${view.show(compiled.definition.content.name)}</p><h1>${view.say('batch.resultTitle')}</h1>
${unknown.length > 0 ? html`<div class="note cinnabar" role="alert"><p>${mark('cinnabar', view.say('batch.unknownColumns', { names: unknown.join(view.say('list.join')) }))}</p></div>` : html`<p class="lead">${view.say('batch.counts', { filed: count('filed'), before: count('before'), wrong: count('wrong') })}</p>`}
<p><a href="${view.to(`/apply/${item}/batch/result/${id}/file`)}">${view.say('batch.download')}</a>${view.say('list.semi')}<a href="${view.to(`/apply/${item}/batch`, { organ })}">${view.say('batch.again')}</a></p>
${rows.length === 0 ? null : html`<div class="table" tabindex="0" role="region" aria-label="${view.say('batch.resultTitle')}"><table class="cards"><thead><tr><th scope="col">${view.say('batch.line')}</th><th scope="col">${view.say('batch.came')}</th><th scope="col">${view.say('batch.wrongs')}</th></tr></thead><tbody>${rows.map(({ line, status, number, problems }) => html`<tr><th scope="row">${view.say('batch.lineOf', { line })}</th><td>${mark(tones[status], word(view, 'batch-status', status))}${number === null ? null : html` <a href="${view.to(`/mine/cases/${number}`)}">${number}</a>`}</td><td>${problems.length === 0 ? null : html`<ul>${problems.map(headed)}</ul>`}</td></tr>`)}</tbody></table></div>`}
<p class="small quiet">${view.say('batch.kept')}</p>`,
    aside: mineAside(view),
  }
}

/** The same as rows of a spreadsheet. */
export const resultRows = (
  view: View,
  compiled: CompiledItem,
  { rows }: BatchResult,
): readonly (readonly string[])[] => [
  ['batch.line', 'batch.came', 'progress.number', 'batch.column', 'batch.wrongs'].map(key => view.say(key)),
  ...rows.flatMap(({ line, status, number, problems }) => {
    const [first, ...more] = problems
    const heading = (problem: RowProblem | undefined) => {
      const column = columnsOf(compiled).find(({ key }) => key === problem?.column)
      return column ? headingOf(column, view.language) : ''
    }
    const said = (problem: RowProblem | undefined) => (problem ? problemOfRow(view, compiled, problem) : '')
    return [
      [String(line), word(view, 'batch-status', status), number ?? '', heading(first), said(first)],
      ...more.map(problem => [String(line), '', '', heading(problem), said(problem)]),
    ]
  }),
]
