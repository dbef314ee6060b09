import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Typed, useDraft } from '../form/draft.ts'
import { fieldId, ItemFields } from '../form/item-fields.tsx'
import { PaperFields, type Scan } from '../form/paper-fields.tsx'
import { PaperPart, paperOf } from '../form/paper-part.tsx'
import { answerOf, faultsOf } from '../form/values.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say, textOf } from '../words.ts'
import { type ItemForm, type ItemListed, useItemForm, useItems, useOpening } from './counter-data.ts'
import { ItemChoice } from './item-choice.tsx'
import { type PartyFound, PartyPart } from './party-part.tsx'
import { Receipt } from './receipt.tsx'

/** What is applied for at the counter. */
const fitsCounter = ({ starts, channels }: ItemListed): boolean =>
  starts.includes('application') && channels.includes('window')

const record = (typed: unknown): Readonly<Record<string, string>> =>
  typeof typed === 'object' && typed !== null ? (typed as Record<string, string>) : {}

/** What whoever applies is asked; what officers write at their stages is theirs. */
const askedOf = ({ words }: ItemForm): readonly string[] =>
  Object.keys(words.form).filter(name => words.form[name]?.at === null)
const papersOf = ({ words }: ItemForm) =>
  words.materials
    .filter(({ from, stage }) => from === 'applicant' && stage === null)
    .map(({ id, name }) => ({ id, name: textOf(name) }))

/** What the counter has just been told is not asked once more: who applies, and by which number. */
const knownOf = ({ words }: ItemForm, { name, number, kind }: PartyFound): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(words.form).flatMap(([field, { type, at }]) => {
      if (at !== null || !field.startsWith('applicant.')) return []
      if (field === 'applicant.name') return [[field, name]]
      return type === (kind === 'firm' ? 'uscc' : 'citizen') ? [[field, number]] : []
    }),
  )

function openingOf(form: ItemForm, party: PartyFound, typed: Typed) {
  const answers = { ...knownOf(form, party), ...record(typed['fields']) }
  const fields = Object.fromEntries(
    askedOf(form).flatMap(name => {
      const value = answerOf(form.words.form[name]!, answers[name])
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
  const materials = Object.fromEntries(Object.entries(record(typed['materials'])).filter(([, way]) => way !== ''))
  const scans = record(typed['files']) as unknown as Readonly<Record<string, readonly Scan[]>>
  const files = Object.fromEntries(
    Object.entries(scans).flatMap(([paper, sent]) =>
      sent.length > 0 ? [[paper, sent.map(({ file }) => file)] as const] : [],
    ),
  )
  return {
    item: form.item,
    organ: form.organ,
    verb: 'submit',
    start: 'application',
    channel: 'window',
    parties: [{ role: 'subject', party: party.party }],
    ...paperOf(typed),
    body: {
      fields,
      ...(Object.keys(materials).length > 0 && { materials }),
      ...(Object.keys(files).length > 0 && { files }),
    },
  }
}

function Application({
  form,
  party,
  typed,
  set,
  faults,
}: {
  readonly form: ItemForm
  readonly party: PartyFound
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly faults: Readonly<Record<string, string>>
}) {
  const fields = { ...knownOf(form, party), ...record(typed['fields']) }
  const scans = record(typed['files']) as unknown as Readonly<Record<string, readonly Scan[]>>
  const papers = papersOf(form)
  return (
    <>
      <h2>{say('counter.form')}</h2>
      <ItemFields
        names={askedOf(form)}
        form={form.words.form}
        values={fields}
        faults={faults}
        onChange={(name, value) => set('fields', { ...fields, [name]: value })}
      />
      {papers.length === 0 ? null : (
        <>
          <h2>{say('counter.papers')}</h2>
          <PaperFields
            papers={papers}
            given={record(typed['materials'])}
            scans={scans}
            fault={faults['materials']}
            onGiven={(paper, way) => set('materials', { ...record(typed['materials']), [paper]: way })}
            onScans={(paper, list) => set('files', { ...scans, [paper]: list })}
          />
        </>
      )}
      <h2>{say('counter.paperTitle')}</h2>
      <PaperPart
        typed={typed}
        set={set}
        fault={faults['paper']}
        words={{ is: say('counter.isPaper'), on: say('counter.receivedOn'), why: say('counter.why') }}
      />
    </>
  )
}

/** 窗口 One application after another; each begins with a clean sheet. */
export default function CounterPage() {
  useTitle(say('counter.title'))
  const [nth, setNth] = useState(0)
  return (
    <main id="main" className="page">
      <h1>{say('counter.title')}</h1>
      <p className="no-print">{say('counter.lead')}</p>
      <p className="no-print">
        <Link to="/counter/accounts">{say('accounts.title')}</Link>　
        <Link to="/counter/lodge">{say('lodge.title')}</Link>
      </p>
      <Counter key={nth} onNext={() => setNth(nth + 1)} />
    </main>
  )
}

function Counter({ onNext }: { readonly onNext: () => void }) {
  const { values: typed, set, ...draft } = useDraft('counter')
  const { opened, problem, busy, send } = useOpening(draft)
  const items = useItems(fitsCounter)
  const item = typeof typed['item'] === 'string' ? typed['item'] : ''
  const form = useItemForm(item)
  const party = typed['party'] as PartyFound | undefined
  const faults = faultsOf(problem?.told.facts)
  if (opened && form.data && party) return <Receipt {...{ opened, party, onNext }} form={form.data} />
  return (
    <>
      <h2>{say('counter.who')}</h2>
      <PartyPart typed={typed} set={set} found={party} onFound={found => set('party', found)} />
      {party ? (
        <>
          <h2>{say('counter.what')}</h2>
          <ItemChoice of="counter" items={items} value={item} onChange={value => set('item', value)} />
          {form.isError ? <ProblemNote problem={problemOf(form.error)} /> : null}
        </>
      ) : null}
      {party && form.data ? (
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault()
            void send(openingOf(form.data, party, typed))
          }}
        >
          {problem ? (
            <ProblemNote key={problem.nth} problem={problem.told}>
              <ul>
                {Object.entries(faults).map(([name, code]) => (
                  <li key={name}>
                    <a href={`#${fieldId(name)}`}>{textOf(form.data.words.form[name]?.label) || name}</a>{' '}
                    <code>{code}</code>
                  </li>
                ))}
              </ul>
            </ProblemNote>
          ) : null}
          <Application form={form.data} {...{ party, typed, set, faults }} />
          <div className="press">
            <Button type="primary" htmlType="submit" disabled={busy}>
              {say(busy ? 'counter.sending' : 'counter.send')}
            </Button>
            <Button onClick={() => print()}>{say('counter.printForm')}</Button>
          </div>
        </form>
      ) : null}
    </>
  )
}
