import type { Typed } from '../form/draft.ts'
import { ItemFields } from '../form/item-fields.tsx'
import { PaperFields, type Scan } from '../form/paper-fields.tsx'
import { PaperPart, paperOf } from '../form/paper-part.tsx'
import { answerOf } from '../form/values.ts'
import { say, textOf } from '../words.ts'
import type { Filled, ItemForm, ItemListed } from './counter-data.ts'
import { sourcesOf, typedFrom } from './filled-from.tsx'
import type { PartyFound } from './party-part.tsx'
import type { Standing } from './stands-part.tsx'

/** What is applied for at the counter. */
export const fitsCounter = ({ starts, channels }: ItemListed): boolean =>
  starts.includes('application') && channels.includes('window')

const record = (typed: unknown): Readonly<Record<string, string>> =>
  typeof typed === 'object' && typed !== null ? (typed as Record<string, string>) : {}

/** What whoever applies is asked; what officers write at their stages is theirs. */
export const askedOf = ({ words }: ItemForm): readonly string[] =>
  Object.keys(words.form).filter(name => words.form[name]?.at === null)
export const papersOf = ({ words }: ItemForm) =>
  words.materials
    .filter(({ from, stage }) => from === 'applicant' && stage === null)
    .map(({ id, name }) => ({ id, name: textOf(name) }))

/** What the counter has just been told is not asked once more: who applies, and by which number. */
const knownOf = ({ words }: ItemForm, { name, number, scheme }: PartyFound): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(words.form).flatMap(([field, { type, at }]) => {
      if (at !== null || !field.startsWith('applicant.')) return []
      if (field === 'applicant.name') return [[field, name]]
      return type === scheme ? [[field, number]] : []
    }),
  )

/** 已知的和填的 What was typed, over what the city knows; what a register says stands while nobody calls it wrong. */
function answersIn(form: ItemForm, party: PartyFound, filled: Filled, typed: Typed): Readonly<Record<string, string>> {
  const [known, disputed] = [typedFrom(form, filled), record(typed['disputed'])]
  const stands = Object.entries(known).filter(
    ([name]) => filled[name]?.from.kind === 'register' && disputed[name] === undefined,
  )
  return { ...knownOf(form, party), ...known, ...record(typed['fields']), ...Object.fromEntries(stands) }
}

interface Application {
  readonly form: ItemForm
  readonly party: PartyFound
  readonly filled: Filled
  readonly typed: Typed
  readonly standing: Standing | 'self'
}

/** What comes through a village or community is said to come from there, where the item takes it. */
const channelOf = ({ channels }: ItemForm, standing: Standing | 'self'): string =>
  standing !== 'self' && standing.mandate.kind === 'assistance' && channels.includes('community')
    ? 'community'
    : 'window'

const agentOf = ({ agent, mandate }: Standing) => ({
  ...{ role: 'agent', party: agent.party, unit: agent.kind, mandate: mandate.mandate },
})

/** 申请 As the city takes it in: whoever applies, who stands for him, what is asked, what was given. */
export function openingOf({ form, party, filled, typed, standing }: Application) {
  const answers = answersIn(form, party, filled, typed)
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
  const disputed = Object.fromEntries(
    Object.entries(record(typed['disputed'])).filter(([name]) => filled[name] && fields[name] !== undefined),
  )
  return {
    item: form.item,
    organ: form.organ,
    verb: 'submit',
    start: 'application',
    channel: channelOf(form, standing),
    parties: [{ role: 'subject', party: party.party }, ...(standing === 'self' ? [] : [agentOf(standing)])],
    ...paperOf(typed),
    body: {
      fields,
      ...(Object.keys(materials).length > 0 && { materials }),
      ...(Object.keys(files).length > 0 && { files }),
      ...(Object.keys(disputed).length > 0 && { disputed }),
    },
  }
}

/** 三至五、填表、材料、纸质 What is asked of whoever applies, with what the city knows filled in. */
export function ApplicationPart({
  form,
  party,
  filled,
  typed,
  set,
  faults,
}: {
  readonly form: ItemForm
  readonly party: PartyFound
  readonly filled: Filled
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly faults: Readonly<Record<string, string>>
}) {
  const scans = record(typed['files']) as unknown as Readonly<Record<string, readonly Scan[]>>
  const papers = papersOf(form)
  return (
    <>
      <h2>{say('counter.form')}</h2>
      {Object.keys(filled).length > 0 ? <p className="no-print">{say('filled.lead')}</p> : null}
      {party.differs ? <p className="no-print">{say('filled.differs')}</p> : null}
      <ItemFields
        whole
        names={askedOf(form)}
        form={form.words.form}
        values={answersIn(form, party, filled, typed)}
        faults={faults}
        sourceOf={sourcesOf(form, filled, record(typed['disputed']), disputed => set('disputed', disputed))}
        onChange={(name, value) => set('fields', { ...record(typed['fields']), [name]: value })}
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
