import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { CheckedForm } from '../form/checked-form.tsx'
import { DateInput, OneInput, ProseInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { Asked, Listed } from '../look/look-parts.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useChange } from '../sending.ts'
import { facts } from '../session.ts'
import { minuteOf, say } from '../words.ts'
import { type ClientShown, clientsPath, type OfficerFound } from './administration-data.ts'
import { OfficerFinder } from './officer-finder.tsx'

/** 系统管理员 Puts officers on record, suspends them, and proposes systems that sign people in here. */
export function SystemPart() {
  return (
    <>
      <Recording />
      <section>
        <h2>{say('administration.statusTitle')}</h2>
        <OfficerFinder>{(found, again) => <StatusOf found={found} again={again} />}</OfficerFinder>
      </section>
      <Clients />
    </>
  )
}

function Recording() {
  const { send, busy, problem } = useChange()
  const [typed, setTyped] = useState({ personnelNumber: '', name: '', from: facts.today as string })
  const [done, setDone] = useState<string>()
  const faults = faultsOf(problem?.told.facts)
  const text = (member: keyof typeof typed) => ({
    value: typed[member],
    fault: faults[member],
    onChange: (value: string) => setTyped({ ...typed, [member]: value }),
  })
  const record = async () => {
    setDone(undefined)
    if (await send('/api/administration/persons', typed)) {
      setDone(say('administration.recorded', { name: typed.name, number: typed.personnelNumber }))
      setTyped({ personnelNumber: '', name: '', from: facts.today })
    }
  }
  return (
    <section>
      <h2>{say('administration.record')}</h2>
      <p>{say('administration.recordLead')}</p>
      {done === undefined ? null : <p role="status">{done}</p>}
      <CheckedForm problem={problem} onSend={() => record()}>
        <TextInput id="new-number" label={say('administration.newNumber')} required {...text('personnelNumber')} />
        <TextInput id="new-name" label={say('accounts.name')} required {...text('name')} />
        <DateInput id="new-from" label={say('administration.from')} required {...text('from')} />
        <div className="press">
          <Button type="primary" htmlType="submit" disabled={busy}>
            {say('administration.recordIt')}
          </Button>
        </div>
      </CheckedForm>
    </section>
  )
}

const statuses = ['active', 'suspended', 'left'] as const

function StatusOf({
  found: { person, status },
  again,
}: {
  readonly found: OfficerFound
  readonly again: () => Promise<void>
}) {
  const { send, busy, problem } = useChange()
  const [chosen, setChosen] = useState<string>(status ?? 'active')
  const change = async () => {
    if (await send('/api/administration/statuses', { person, status: chosen, from: facts.today })) await again()
  }
  return (
    <>
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      <OneInput
        id="status"
        label={say('administration.statusNew')}
        required
        value={chosen}
        options={statuses.map(value => ({ value, label: say(`administration.status.${value}`) }))}
        onChange={setChosen}
      />
      <Button disabled={busy || chosen === status} onClick={() => void change()}>
        {say('administration.statusIt')}
      </Button>
    </>
  )
}

const standingOf = ({ approvedAt, endedAt }: ClientShown): string =>
  endedAt !== null ? 'ended' : approvedAt !== null ? 'approved' : 'waiting'

/** 依赖方 Systems that sign people in here: this one proposes, the security administrator approves. */
function Clients() {
  return (
    <>
      <Asked<{ readonly items: readonly ClientShown[] }> path={clientsPath}>
        {({ items }) => (
          <Listed<ClientShown>
            title={say('administration.clients')}
            empty={say('administration.noClients')}
            columns={['client', 'state', 'proposed'].map(name => say(`administration.column.${name}`))}
            rows={items}
            keyOf={({ id }) => id}
            cells={client => [
              `${client.name}（${client.id}）`,
              say(`administration.client.${standingOf(client)}`),
              minuteOf(client.proposedAt),
            ]}
          />
        )}
      </Asked>
      <Proposing />
    </>
  )
}

function Proposing() {
  const queries = useQueryClient()
  const { send, busy, problem } = useChange()
  const [typed, setTyped] = useState({ id: '', name: '', redirects: '', logout: '' })
  const [done, setDone] = useState<{ readonly id: string; readonly secret: string | null }>()
  const faults = faultsOf(problem?.told.facts)
  const text = (member: keyof typeof typed) => ({
    value: typed[member],
    fault: faults[member],
    onChange: (value: string) => setTyped({ ...typed, [member]: value }),
  })
  const propose = async () => {
    setDone(undefined)
    const { id, name, logout } = typed
    const redirects = typed.redirects
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
    const body = { id, name, redirects, ...(logout.trim() !== '' && { logout: logout.trim() }) }
    const answer = await send<{ secret: string | null }>(clientsPath, body)
    if (!answer) return
    setDone({ id, secret: answer.secret })
    setTyped({ id: '', name: '', redirects: '', logout: '' })
    await queries.invalidateQueries({ queryKey: [clientsPath] })
  }
  return (
    <section>
      <h2>{say('administration.propose')}</h2>
      <p>{say('administration.proposeLead')}</p>
      {done ? (
        <div className="receipt" role="status">
          <p>{say('administration.proposed', { id: done.id })}</p>
          {done.secret === null ? null : (
            <p>
              {say('administration.secret')} <code>{done.secret}</code>
            </p>
          )}
        </div>
      ) : null}
      <CheckedForm problem={problem} onSend={() => propose()}>
        <TextInput
          id="client-id"
          label={say('administration.clientId')}
          help={say('administration.clientIdHelp')}
          required
          {...text('id')}
        />
        <TextInput id="client-name" label={say('administration.clientName')} required {...text('name')} />
        <ProseInput
          id="redirects"
          label={say('administration.redirects')}
          help={say('form.oneEachLine')}
          required
          {...text('redirects')}
        />
        <TextInput id="logout" label={say('administration.logout')} {...text('logout')} />
        <div className="press">
          <Button type="primary" htmlType="submit" disabled={busy}>
            {say('administration.proposeIt')}
          </Button>
        </div>
      </CheckedForm>
    </section>
  )
}
