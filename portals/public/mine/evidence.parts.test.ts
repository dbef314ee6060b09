import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readLocales } from '#portals/public'
import { nobody } from '../design/sample.ts'
import { makeView } from '../view.ts'
import { evidenceSection } from './evidence.parts.ts'

const locales = readLocales(join(import.meta.dirname, '../../../content/locales'))
const view = makeView(locales, { language: 'zh', chosen: false, elder: false, demo: false, path: '/', query: {} })
const served = (maySign: boolean, state = 'under-way') =>
  evidenceSection(view, {
    person: nobody,
    shown: { number: '2101022026030200000011' },
    papers: [],
    evidence: {
      maySign,
      deliveries: [
        {
          ...{ delivery: '00000000-0000-7000-8000-000000000001', paper: 'decision-1', way: 'electronic', state },
          ...{ handedOutOn: '2026-03-02', on: null, receivedBy: null, proof: null, tracking: null, next: null },
        },
      ],
      served: [],
      messages: [],
    },
  })!.text

suite('送达 what was served', () => {
  test('whoever may receive signs for it; who may not reads who does, and finds no button that would be refused', () => {
    assert.match(served(true), /<form[^>]*action="[^"]*\/deliveries\/00000000-/)
    assert.doesNotMatch(served(false), /<form/)
    assert.match(served(false), /由本人或者受托代收的人签收/)
    assert.doesNotMatch(served(false, 'received'), /由本人或者受托代收的人签收/)
  })
})
