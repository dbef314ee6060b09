import { Link } from 'react-router'
import type { Typed } from '../form/draft.ts'
import { OneInput } from '../form/inputs.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { againstSaid, documentSaid, type MandateListed, standings, untilSaid, useMandates } from './mandate-data.ts'
import { type PartyFound, PartyPart } from './party-part.tsx'

/** Whoever stands here for the applicant, and the mandate he shows. */
export interface Standing {
  readonly agent: PartyFound
  readonly mandate: MandateListed
}

/** The inputs of whoever stands for the applicant, beside those of the applicant himself. */
const beside = (typed: Typed, set: (member: string, value: unknown) => void) => ({
  typed: Object.fromEntries(
    Object.entries(typed).flatMap(([member, value]) => (member.startsWith('agent.') ? [[member.slice(6), value]] : [])),
  ),
  set: (member: string, value: unknown) => set(`agent.${member}`, value),
})

const coversItem = ({ items }: MandateListed, item: string): boolean =>
  item === '' || items === null || items.includes(item)

/** In whose stead: himself, or on which mandate; undefined as long as that is not settled. */
export function useStanding(party: PartyFound | undefined, typed: Typed): Standing | 'self' | undefined {
  const agent = typed['agent'] as PartyFound | undefined
  const way = standings[String(typed['stands'] ?? '')]
  const mandates = useMandates(way ? party : undefined)
  if (!way) return 'self'
  const item = String(typed['item'] ?? '')
  const mandate = mandates.data?.find(
    one =>
      way.kinds.includes(one.kind) &&
      one.agent.party === agent?.party &&
      one.principal.party === party?.party &&
      one.against === null &&
      coversItem(one, item),
  )
  return agent && mandate ? { agent, mandate } : undefined
}

/** 谁来办 Whether the applicant has come himself, or who has come for him, and on what. */
export function StandsPart({
  party,
  typed,
  set,
}: {
  readonly party: PartyFound
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
}) {
  const stands = String(typed['stands'] ?? 'self')
  const way = standings[stands]
  const agent = typed['agent'] as PartyFound | undefined
  const mandates = useMandates(way ? party : undefined)
  const standing = useStanding(party, typed)
  const others = mandates.data?.filter(
    one => way?.kinds.includes(one.kind) && one.agent.party === agent?.party && one.principal.party === party.party,
  )
  return (
    <>
      <OneInput
        id="stands"
        label={say('stands.who')}
        required
        value={stands}
        options={(party.kind === 'person' ? ['self', ...Object.keys(standings)] : ['self', 'mandate']).map(value => ({
          value,
          label: say(`stands.${value}`),
        }))}
        onChange={value => {
          set('stands', value)
          set('agent', undefined)
        }}
      />
      {way && party.presence === undefined ? <p>{say('stands.differs')}</p> : null}
      {way ? (
        <PartyPart
          key={stands}
          kinds={way.parties}
          {...beside(typed, set)}
          found={agent}
          onFound={found => set('agent', found)}
        />
      ) : null}
      {mandates.isError ? <ProblemNote problem={problemOf(mandates.error)} /> : null}
      {way && agent && standing && standing !== 'self' ? (
        <p className="no-print">
          <span className="small">
            <span aria-hidden="true">✓ </span>
            {say('stands.on', { document: documentSaid(standing.mandate), until: untilSaid(standing.mandate) })}
          </span>
        </p>
      ) : null}
      {way && agent && mandates.data && !standing ? (
        <>
          <div className="empty">
            <p>{say('stands.none')}</p>
            <p>
              <Link to="/counter/mandates">{say('mandates.title')}</Link>
            </p>
          </div>
          {others?.map(one => (
            <p key={one.mandate}>
              <strong>{documentSaid(one)}</strong> {one.against === null ? say('stands.otherItem') : againstSaid(one)}
            </p>
          ))}
        </>
      ) : null}
    </>
  )
}
