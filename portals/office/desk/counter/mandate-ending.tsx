import { Button } from 'antd'
import { useState } from 'react'
import { ask, newKey, type Problem } from '../api.ts'
import { OneInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import type { MandateListed } from './mandate-data.ts'

/** Which paper ends it. */
const endings = ['court', 'revocation', 'renunciation', 'death'] as const

/** 凭文书终止 What ends it is seen first, and named. */
export function MandateEnding({ one, onEnded }: { readonly one: MandateListed; readonly onEnded: () => void }) {
  const [by, setBy] = useState('')
  const [number, setNumber] = useState('')
  const [key] = useState(newKey)
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const faults = faultsOf(problem?.told.facts)
  const end = async () => {
    const refused = (told: Problem) => setProblem({ told, nth: (problem?.nth ?? 0) + 1 })
    if (by === '')
      return refused({ status: 422, code: 'BODY_INVALID', title: '', facts: { fields: { document: 'MISSING' } } })
    try {
      const document = { name: say(`mandates.endings.${by}`), ...(number.trim() !== '' && { number: number.trim() }) }
      const why = by === 'court' ? 'court' : 'document'
      await ask(`/api/mandates/${one.mandate}/end`, { body: { why, document }, key })
      onEnded()
    } catch (thrown) {
      refused(problemOf(thrown))
    }
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void end()
      }}
    >
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      <OneInput
        id="ending-document"
        label={say('mandates.document')}
        required
        fault={faults['document']}
        value={by}
        options={endings.map(value => ({ value, label: say(`mandates.endings.${value}`) }))}
        onChange={setBy}
      />
      <TextInput
        id="ending-number"
        label={say('mandates.number')}
        fault={faults['number']}
        value={number}
        onChange={setNumber}
      />
      <Button htmlType="submit">{say('mandates.endNow')}</Button>
    </form>
  )
}
