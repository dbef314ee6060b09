import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { ActFields } from '../form/act-fields.tsx'
import { CheckedForm } from '../form/checked-form.tsx'
import { type Typed, useDraft } from '../form/draft.ts'
import { OneInput } from '../form/inputs.tsx'
import { PaperPart, paperOf } from '../form/paper-part.tsx'
import { bodyOf, faultsOf } from '../form/values.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf, ReasonLine } from '../problem-note.tsx'
import { ReasonPlaceContext } from '../reason-words.ts'
import { say } from '../words.ts'
import { type ItemForm, type ItemListed, type Opening, useItemForm, useItems, useOpening } from './counter-data.ts'
import { ItemChoice } from './item-choice.tsx'
import { PartiesPart, type PartyNamed } from './parties-part.tsx'
import { Receipt } from './receipt.tsx'

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What begins otherwise than by an application. */
const fitsLodging = ({ starts }: ItemListed): boolean => starts.some(start => start !== 'application')
const lodged = ({ openings }: ItemForm): readonly Opening[] => openings.filter(({ verb }) => verb === 'lodge')
/** Over its own account nobody but a party begins anything. */
const channelsOf = ({ channels }: ItemForm): readonly string[] => {
  const here = channels.filter(channel => channel !== 'online')
  return here.length > 0 ? here : channels
}
const namedIn = (typed: Typed): readonly PartyNamed[] =>
  Array.isArray(typed['parties']) ? (typed['parties'] as readonly PartyNamed[]) : []
const channelIn = (form: ItemForm, typed: Typed): string =>
  channelsOf(form).find(channel => channel === typed['channel']) ?? channelsOf(form)[0] ?? 'window'

/** What has just been said of whoever is concerned is not asked once more: name and number of the first in each role. */
function withKnown(form: ItemForm, typed: Typed): Typed {
  const known = Object.entries(form.words.form).flatMap(([field, { type, at }]) => {
    const [role, part] = field.split('.')
    const one = at === null ? namedIn(typed).find(named => named.role === role) : undefined
    if (!one) return []
    if (part === 'name') return [[field, one.name]]
    return type === one.scheme ? [[field, one.number]] : []
  })
  return { ...typed, fields: { ...Object.fromEntries(known), ...(typed['fields'] as object | undefined) } }
}

const openingOf = (form: ItemForm, opening: Opening, typed: Typed) => ({
  item: form.item,
  organ: form.organ,
  verb: opening.verb,
  start: opening.start,
  channel: channelIn(form, typed),
  parties: namedIn(typed).map(({ role, party, unit }) => ({ role, party, unit })),
  ...paperOf(typed),
  body: bodyOf(opening, withKnown(form, typed), form.words.form),
})

/** 登记开办 One clue, task or transfer after another; each begins with a clean sheet. */
export default function LodgePage() {
  useTitle(say('lodge.title'))
  const [nth, setNth] = useState(0)
  return (
    <main id="main" className="page">
      <h1>{say('lodge.title')}</h1>
      <p className="no-print">
        {say('lodge.lead')} <Link to="/counter">{say('accounts.back')}</Link>
      </p>
      <Lodging key={nth} onNext={() => setNth(nth + 1)} />
    </main>
  )
}

/** Ways of beginning that are not this officer's, and why. */
function NotYours({ openings }: { readonly openings: readonly Opening[] }) {
  if (openings.length === 0) return null
  return (
    <div className="empty">
      <p>{say('lodge.notYours')}</p>
      <ul>
        {openings.map(({ start, refusal }) => (
          <li key={start}>
            {say(`start.${start}`)}
            <ul>
              {(refusal?.reasons ?? []).map(reason => (
                <ReasonLine key={`${reason.code} ${reason.rule ?? ''}`} reason={reason} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** 怎样来的 How it begins, over which channel. */
function How({
  form,
  typed,
  set,
}: {
  readonly form: ItemForm
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
}) {
  const open = lodged(form).filter(({ possible }) => possible)
  return (
    <>
      <NotYours openings={lodged(form).filter(({ possible }) => !possible)} />
      {open.length === 0 ? null : (
        <>
          <OneInput
            id="start"
            label={say('lodge.start')}
            required
            value={asText(typed['start'])}
            options={open.map(({ start }) => ({ value: start, label: say(`start.${start}`) }))}
            onChange={value => set('start', value)}
          />
          <OneInput
            id="channel"
            label={say('lodge.channel')}
            required
            value={channelIn(form, typed)}
            options={channelsOf(form).map(value => ({ value, label: say(`channel.${value}`) }))}
            onChange={value => set('channel', value)}
          />
        </>
      )}
    </>
  )
}

function Lodging({ onNext }: { readonly onNext: () => void }) {
  const { values: typed, set, ...draft } = useDraft('lodge')
  const { opened, problem, busy, send } = useOpening(draft)
  const items = useItems(fitsLodging)
  const form = useItemForm(asText(typed['item']))
  const facts = problem?.told.facts
  const faults = faultsOf(facts)
  const opening = form.data && lodged(form.data).find(({ start, possible }) => possible && start === typed['start'])
  if (opened && form.data) return <Receipt opened={opened} form={form.data} onNext={onNext} />
  return (
    <ReasonPlaceContext value={{ words: form.data?.words }}>
      <h2>{say('lodge.what')}</h2>
      <ItemChoice
        of="lodge"
        items={items}
        value={asText(typed['item'])}
        onChange={value => {
          set('item', value)
          // What was typed for another item is not this one's.
          for (const member of ['start', 'channel', 'fields', 'materials', 'parties']) set(member, undefined)
        }}
      />
      {form.isError ? <ProblemNote problem={problemOf(form.error)} /> : null}
      {form.data ? <How form={form.data} typed={typed} set={set} /> : null}
      {form.data && opening ? (
        <>
          <h2>{say('lodge.who')}</h2>
          <PartiesPart
            roles={form.data.roles.filter(({ role }) => role !== 'agent')}
            named={namedIn(typed)}
            typed={typed}
            set={set}
            faults={(facts?.['parties'] ?? {}) as Readonly<Record<string, string>>}
          />
          <CheckedForm
            head={<h2>{say('lodge.says')}</h2>}
            problem={problem}
            onSend={() => send(openingOf(form.data, opening, typed))}
          >
            <ActFields
              act={opening}
              words={form.data.words}
              case={{ parties: [] }}
              typed={withKnown(form.data, typed)}
              faults={faults}
              open={[]}
              set={set}
            />
            <PaperPart
              typed={typed}
              set={set}
              fault={faults['paper']}
              words={{ is: say('lodge.isPaper'), on: say('counter.receivedOn'), why: say('counter.why') }}
            />
            <div className="press">
              <Button type="primary" htmlType="submit" disabled={busy}>
                {say(busy ? 'counter.sending' : 'lodge.send')}
              </Button>
            </div>
          </CheckedForm>
        </>
      ) : null}
    </ReasonPlaceContext>
  )
}
