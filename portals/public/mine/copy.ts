import { html } from '../html.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import type { HeldPiece } from './held.needs.ts'
import { factList, whySaid } from './held.page.ts'

const json = (value: unknown): string => JSON.stringify(value)

/** 给程序读的副本 One JSON document, written piece by piece; names and values as the city keeps them. */
export async function* copyAsJson(pieces: AsyncIterable<HeldPiece>, at: string): AsyncGenerator<string> {
  yield `{"format":"plumbline-own-data/1","madeAt":${json(at)},"parts":[`
  let [parts, items] = [0, 0]
  for await (const piece of pieces) {
    if (piece.kind === 'part') {
      const { part, purpose, basis, kept } = piece.part
      const head = json({ part, purpose, basis, kept }).slice(0, -1)
      yield `${parts++ === 0 ? '' : ']},'}${head},"items":[`
      items = 0
    } else {
      const { name, facts } = piece.item
      const said = Object.fromEntries(facts.map(one => [one.name, one.value]))
      yield `${items++ === 0 ? '' : ','}${json({ ...(name !== undefined && { about: name }), ...said })}`
    }
  }
  yield `${parts === 0 ? '' : ']}'}]}\n`
}

/** 给人读的副本 One page that needs nothing else: no style sheet, no script, no connection. */
export async function* copyAsPage(view: View, pieces: AsyncIterable<HeldPiece>, at: string): AsyncGenerator<string> {
  const title = view.say('held.copyTitle')
  yield html`<!doctype html>
<html lang="${view.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head><body><main><h1>${title}</h1><p>${view.say('held.madeAt', { at })}</p>`
    .text
  for await (const piece of pieces) {
    if (piece.kind === 'part')
      yield html`<h2>${word(view, 'held.part', piece.part.part)}</h2>${whySaid(view, piece.part)}`.text
    else {
      const { name } = piece.item
      yield html`${name === undefined ? null : html`<h3>${view.show(name)}</h3>`}${factList(view, piece.item)}<hr>`.text
    }
  }
  yield '</main></body></html>\n'
}
