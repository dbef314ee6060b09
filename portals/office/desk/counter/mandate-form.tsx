import { Button } from 'antd'
import { useState } from 'react'
import { ask, type Problem } from '../api.ts'
import { CheckedForm } from '../form/checked-form.tsx'
import type { Typed, useDraft } from '../form/draft.ts'
import { DateInput, OneInput, SeveralInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { problemOf } from '../problem-note.tsx'
import { say, textOf } from '../words.ts'
import { useItems } from './counter-data.ts'
import { standings } from './mandate-data.ts'
import { type PartyFound, PartyPart } from './party-part.tsx'

const scopes = ['apply', 'receive', 'pay', 'see'] as const
/** Which papers show it. */
const documents: Readonly<Record<string, readonly string[]>> = {
  mandate: ['authorisation', 'notarised'],
  minor: ['birth-certificate', 'household-register', 'adoption', 'guardian-named', 'ruling'],
  incapacitated: ['ruling'],
  assistance: ['asked-by-fingerprint', 'village-certificate'],
}

const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const wardOf = (typed: Typed): string => (asText(typed['kind-of']) === 'guardianship' ? asText(typed['ward']) : '')

/** What is sent: a guardianship is of everything and as long as the law says. */
function bodyOf(party: PartyFound, agent: PartyFound, typed: Typed) {
  const kind = asText(typed['kind-of'])
  const ward = wardOf(typed)
  const bound = kind !== 'guardianship'
  const [item, until, number, issuer] = ['for-item', 'until', 'document-number', 'issuer'].map(name =>
    asText(typed[name]),
  )
  return {
    kind,
    principal: party.party,
    agent: agent.party,
    ...(ward !== '' && { ward }),
    ...(bound && item !== '' && item !== 'all' && { items: [item] }),
    ...(bound && { scopes: Array.isArray(typed['scopes']) ? typed['scopes'] : ['apply'] }),
    ...(bound && until !== '' && { until }),
    document: {
      name: say(`mandates.documents.${asText(typed['document-kind'])}`),
      ...(number !== '' && { number }),
      ...(issuer !== '' && { issuer }),
    },
  }
}

/** 登记 A mandate on paper, a guardianship, or a village that helps, by what has been shown. */
export function MandateForm({
  party,
  typed,
  set,
  keyOf,
  onRecorded,
}: {
  readonly party: PartyFound
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly keyOf: ReturnType<typeof useDraft>['keyOf']
  readonly onRecorded: (words: string) => void
}) {
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const items = useItems(({ starts }) => starts.includes('application'))
  const kind = asText(typed['kind-of'])
  const ward = wardOf(typed)
  const agent = typed['agent'] as PartyFound | undefined
  const faults = faultsOf(problem?.told.facts)
  const shows = documents[kind === 'guardianship' ? ward : kind]
  const refused = (told: Problem) => setProblem({ told, nth: (problem?.nth ?? 0) + 1 })
  const record = async () => {
    if (!agent) return
    const body = bodyOf(party, agent, typed)
    try {
      await ask('/api/mandates', { body, key: keyOf(body) })
      onRecorded(ward === 'incapacitated' ? 'mandates.recordedWaits' : 'mandates.recorded')
    } catch (thrown) {
      refused(problemOf(thrown))
    }
  }
  const besides = (member: string, value: unknown) => set(`agent.${member}`, value)
  const typedBeside = Object.fromEntries(['name', 'number', 'scheme'].map(name => [name, typed[`agent.${name}`]]))
  return (
    <>
      <h2>{say('mandates.record')}</h2>
      <OneInput
        id="kind-of"
        label={say('mandates.how')}
        required
        value={kind}
        options={(party.kind === 'person' ? Object.keys(standings) : ['mandate']).map(value => ({
          value,
          label: say(`mandates.kind.${value}`),
        }))}
        onChange={value => {
          for (const member of ['agent', 'document-kind', 'ward']) set(member, undefined)
          set('kind-of', value)
        }}
      />
      {kind === 'guardianship' ? (
        <OneInput
          id="ward"
          label={say('mandates.ward')}
          required
          fault={faults['ward']}
          value={ward}
          options={['minor', 'incapacitated'].map(value => ({ value, label: say(`mandates.wards.${value}`) }))}
          onChange={value => {
            set('document-kind', undefined)
            set('ward', value)
          }}
        />
      ) : null}
      {shows ? (
        <>
          <h3>{say(kind === 'assistance' ? 'mandates.whichCommunity' : 'mandates.agent')}</h3>
          <PartyPart
            key={kind}
            kinds={standings[kind]?.parties ?? ['person']}
            typed={typedBeside}
            set={besides}
            found={agent}
            onFound={found => set('agent', found)}
          />
        </>
      ) : null}
      {shows && agent ? (
        <CheckedForm problem={problem} onSend={() => record()}>
          <OneInput
            id="document-kind"
            label={say('mandates.document')}
            required
            fault={faults['document']}
            value={asText(typed['document-kind'])}
            options={shows.map(value => ({ value, label: say(`mandates.documents.${value}`) }))}
            onChange={value => set('document-kind', value)}
          />
          {ward === 'incapacitated' ? <p>{say('mandates.ruling')}</p> : null}
          <TextInput
            id="issuer"
            label={say(ward === 'incapacitated' ? 'mandates.court' : 'mandates.issuer')}
            required={ward === 'incapacitated'}
            fault={faults['issuer']}
            value={String(typed['issuer'] ?? '')}
            onChange={value => set('issuer', value)}
          />
          <TextInput
            id="document-number"
            label={say('mandates.number')}
            required={ward === 'incapacitated'}
            fault={faults['number']}
            value={String(typed['document-number'] ?? '')}
            onChange={value => set('document-number', value)}
          />
          {kind === 'guardianship' ? null : (
            <>
              <OneInput
                id="for-item"
                label={say('mandates.item')}
                required
                value={asText(typed['for-item']) || 'all'}
                options={[
                  { value: 'all', label: say('mandates.allItems') },
                  ...(items.data ?? []).map(one => ({ value: one.item, label: textOf(one.name) })),
                ]}
                onChange={value => set('for-item', value)}
              />
              <SeveralInput
                id="scopes"
                label={say('mandates.scopes')}
                required
                fault={faults['scopes']}
                value={(typed['scopes'] as readonly string[] | undefined) ?? ['apply']}
                options={scopes.map(value => ({ value, label: say(`mandates.scope.${value}`) }))}
                onChange={value => set('scopes', value)}
              />
              <DateInput
                id="until"
                label={say('mandates.lastDay')}
                required
                fault={faults['until']}
                value={String(typed['until'] ?? '')}
                onChange={value => set('until', value)}
              />
            </>
          )}
          {faults['agent'] ? <p className="fault">{say('mandates.same')}</p> : null}
          <div className="press">
            <Button type="primary" htmlType="submit">
              {say('mandates.recordNow')}
            </Button>
          </div>
        </CheckedForm>
      ) : null}
    </>
  )
}
