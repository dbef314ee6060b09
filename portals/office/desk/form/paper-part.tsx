import { Checkbox } from 'antd'
import type { Typed } from './draft.ts'
import { DateInput, ProseInput } from './inputs.tsx'

/** What came in on paper before, as the city takes it; nothing where it comes in now. */
export const paperOf = (typed: Typed) =>
  typed['paper.is'] === true
    ? { paper: { madeOn: typed['paper.on'] ?? '', reason: typed['paper.why'] ?? '' } }
    : undefined

/** 补录 Whether it came in on paper before, when, and why it is entered only today. */
export function PaperPart({
  typed,
  set,
  fault,
  words,
}: {
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly fault?: string | undefined
  readonly words: { readonly is: string; readonly on: string; readonly why: string }
}) {
  return (
    <>
      <div className="asked no-print">
        <Checkbox checked={typed['paper.is'] === true} onChange={({ target }) => set('paper.is', target.checked)}>
          {words.is}
        </Checkbox>
      </div>
      {typed['paper.is'] === true ? (
        <>
          <DateInput
            id="paper-on"
            label={words.on}
            required
            fault={fault}
            value={String(typed['paper.on'] ?? '')}
            onChange={value => set('paper.on', value)}
          />
          <ProseInput
            id="paper-why"
            label={words.why}
            required
            value={String(typed['paper.why'] ?? '')}
            onChange={value => set('paper.why', value)}
          />
        </>
      ) : null}
    </>
  )
}
