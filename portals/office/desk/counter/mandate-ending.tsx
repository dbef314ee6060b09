import { Button } from 'antd'
import { useState } from 'react'
import { CheckedForm } from '../form/checked-form.tsx'
import { OneInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { useChange } from '../sending.ts'
import { say } from '../words.ts'
import type { MandateListed } from './mandate-data.ts'

/** Which paper ends it. */
const endings = ['court', 'revocation', 'renunciation', 'death'] as const

/** 凭文书终止 What ends it is seen first, and named. */
export function MandateEnding({ one, onEnded }: { readonly one: MandateListed; readonly onEnded: () => void }) {
  const [by, setBy] = useState('')
  const [number, setNumber] = useState('')
  const { send, problem } = useChange()
  const faults = faultsOf(problem?.told.facts)
  const end = async () => {
    const document = { name: say(`mandates.endings.${by}`), ...(number.trim() !== '' && { number: number.trim() }) }
    const why = by === 'court' ? 'court' : 'document'
    await send(`/api/mandates/${one.mandate}/end`, { why, document }, async () => onEnded())
  }
  return (
    <CheckedForm problem={problem} onSend={() => end()}>
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
    </CheckedForm>
  )
}
