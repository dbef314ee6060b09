import { Button } from 'antd'
import { useState } from 'react'
import { ask, type Problem } from '../api.ts'
import { CheckedForm } from '../form/checked-form.tsx'
import type { Typed } from '../form/draft.ts'
import { OneInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'

export type PartyKind = 'person' | 'firm' | 'organ'

/** 证件种类 By which number a person is found. */
const schemes = ['citizen', 'passport'] as const
export type Scheme = (typeof schemes)[number] | 'uscc'

export interface PartyFound {
  readonly party: string
  readonly scheme: Scheme
  readonly kind: PartyKind
  readonly name: string
  readonly number: string
  readonly differs: boolean
  /** 当面 Good for today: that this officer was told name and number. */
  readonly presence?: string
}

interface Named {
  readonly party: string
  readonly nameDiffers?: boolean
  readonly presence?: string
}

/** 当事人 Who applies: found by the number, or put on record; where it can be of one kind only, the kind is not asked. */
export function PartyPart({
  typed,
  set,
  found,
  onFound,
  kinds = ['person', 'firm'],
}: {
  readonly kinds?: readonly PartyKind[]
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly found: PartyFound | undefined
  readonly onFound: (found: PartyFound | undefined) => void
}) {
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const [busy, setBusy] = useState(false)
  const kind = kinds.find(one => one === typed['kind']) ?? kinds[0] ?? 'person'
  const scheme: Scheme = kind === 'person' ? (typed['scheme'] === 'passport' ? 'passport' : 'citizen') : 'uscc'
  const name = String(typed['name'] ?? '').trim()
  const number = String(typed['number'] ?? '').trim()
  const faults = faultsOf(problem?.told.facts)
  const find = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { nameDiffers = false, ...answer } = await ask<Named>('/api/parties', {
        body: { kind, name, identifiers: [{ scheme, value: number }] },
      })
      onFound({ ...answer, kind, scheme, name, number, differs: nameDiffers })
    } catch (thrown) {
      setProblem({ told: problemOf(thrown), nth: (problem?.nth ?? 0) + 1 })
    } finally {
      setBusy(false)
    }
  }
  if (found)
    return (
      <p>
        <strong>{found.name}</strong> <span className="number">{found.number}</span> {say('counter.found')}{' '}
        {found.differs ? (
          <span className="tag amber">
            <span aria-hidden="true">▲ </span>
            {say('counter.nameDiffers')}
          </span>
        ) : null}
        <button type="button" className="link no-print" onClick={() => onFound(undefined)}>
          {say('counter.change')}
        </button>
      </p>
    )
  return (
    <CheckedForm problem={problem} onSend={() => find()}>
      {kinds.length === 1 ? null : (
        <OneInput
          id="party-kind"
          label={say('counter.kindLabel')}
          required
          value={kind}
          options={kinds.map(value => ({ value, label: say(`counter.kind.${value}`) }))}
          onChange={value => set('kind', value)}
        />
      )}
      <TextInput
        id="party-name"
        label={say(kind === 'person' ? 'counter.personName' : 'counter.firmName')}
        required
        fault={faults['name']}
        value={String(typed['name'] ?? '')}
        onChange={value => set('name', value)}
      />
      {kind === 'person' ? (
        <OneInput
          id="party-scheme"
          label={say('counter.scheme')}
          required
          value={scheme}
          options={schemes.map(value => ({ value, label: say(`counter.schemes.${value}`) }))}
          onChange={value => set('scheme', value)}
        />
      ) : null}
      <TextInput
        id="party-number"
        label={say(`counter.${scheme}`)}
        required
        fault={faults['identifiers'] ?? (problem?.told.code === 'PARTY_IDENTIFIER_FALSE' ? 'CHECK_DIGIT' : undefined)}
        value={String(typed['number'] ?? '')}
        onChange={value => set('number', value)}
      />
      <Button htmlType="submit" type="primary" disabled={busy}>
        {say('counter.find')}
      </Button>
    </CheckedForm>
  )
}
