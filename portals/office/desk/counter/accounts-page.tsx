import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { ask, type Problem } from '../api.ts'
import { CheckedForm } from '../form/checked-form.tsx'
import { useDraft } from '../form/draft.ts'
import { OneInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { useTitle } from '../frame.tsx'
import { problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { CounterOnly } from './counter-only.tsx'
import { type Given, OpeningSlip } from './opening-slip.tsx'
import { type PartyFound, PartyPart } from './party-part.tsx'

/** Which documents show a number of this kind. */
const documents = {
  citizen: ['identity-card', 'temporary-card', 'household-register', 'residence-permit'],
  passport: ['passport', 'permanent-residence-card', 'travel-permit'],
} as const

const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** 窗口开户 Opening or recovering the account of somebody who stands here, one after another; each begins with a clean sheet. */
export default function AccountsPage() {
  useTitle(say('accounts.title'))
  const [nth, setNth] = useState(0)
  return (
    <main id="main" className="page">
      <h1 className="no-print">{say('accounts.title')}</h1>
      <p className="no-print">
        {say('accounts.lead')} <Link to="/counter">{say('accounts.back')}</Link>
      </p>
      {nth === 0 ? null : (
        <p role="status" className="no-print">
          {say('accounts.left')}
        </p>
      )}
      <CounterOnly>
        <Opening key={nth} onNext={() => setNth(nth + 1)} />
      </CounterOnly>
    </main>
  )
}

function Opening({ onNext }: { readonly onNext: () => void }) {
  const { values: typed, set, drop } = useDraft('account')
  // What is shown once lives in this page alone: neither the window's storage nor a second look has it.
  const [given, setGiven] = useState<Given>()
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const [busy, setBusy] = useState(false)
  const party = typed['party'] as PartyFound | undefined
  const [document, phone] = [asText(typed['document']), asText(typed['phone'])]
  const faults = faultsOf(problem?.told.facts)
  const refused = (told: Problem) => setProblem({ told, nth: (problem?.nth ?? 0) + 1 })
  const give = async ({ party: id, number }: PartyFound) => {
    setBusy(true)
    setProblem(undefined)
    try {
      setGiven(
        await ask<Given>('/api/accounts', { body: { party: id, number, document, ...(phone !== '' && { phone }) } }),
      )
      drop()
    } catch (thrown) {
      refused(problemOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  if (given && party) return <OpeningSlip given={given} whose={party} onNext={onNext} />
  return (
    <>
      <h2>{say('accounts.who')}</h2>
      <PartyPart kinds={['person']} typed={typed} set={set} found={party} onFound={found => set('party', found)} />
      {party ? (
        <CheckedForm problem={problem} onSend={() => give(party)}>
          <h2>{say('accounts.check')}</h2>
          <p>
            {say('accounts.look')}
            {say('accounts.documentHelp')}
          </p>
          <OneInput
            id="document"
            label={say('accounts.document')}
            required
            fault={faults['document']}
            value={document}
            options={documents[party.scheme === 'passport' ? 'passport' : 'citizen'].map(value => ({
              value,
              label: say(`accounts.documents.${value}`),
            }))}
            onChange={value => set('document', value)}
          />
          <TextInput
            id="phone"
            label={say('accounts.phone')}
            help={say('accounts.phoneHelp')}
            fault={faults['phone']}
            value={String(typed['phone'] ?? '')}
            onChange={value => set('phone', value)}
          />
          <div className="press">
            <Button type="primary" htmlType="submit" disabled={busy}>
              {say(busy ? 'accounts.giving' : 'accounts.give')}
            </Button>
          </div>
        </CheckedForm>
      ) : null}
    </>
  )
}
