import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { ask } from '../api.ts'
import { type Given, OpeningSlip } from '../counter/opening-slip.tsx'
import { CheckedForm } from '../form/checked-form.tsx'
import { DateInput, OneInput, TextInput } from '../form/inputs.tsx'
import { faultsOf } from '../form/values.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { useChange } from '../sending.ts'
import { facts } from '../session.ts'
import { say } from '../words.ts'
import type { OfficerFound, OrgansFound } from './administration-data.ts'
import { OfficerFinder } from './officer-finder.tsx'
import { WaitingPart } from './waiting-part.tsx'

/** 安全管理员 Appoints, ends appointments, opens officers' accounts, and is the second person for what another proposed. */
export function SecurityPart() {
  const [slip, setSlip] = useState<Slip>()
  // The slip stands alone: it is printed, and once it is put away its code is gone.
  if (slip) return <OpeningSlip {...slip} onNext={() => setSlip(undefined)} />
  return (
    <>
      <section>
        <h2>{say('administration.officers')}</h2>
        <p>{say('administration.officersLead')}</p>
        <OfficerFinder>
          {(found, again) => (
            <>
              <Posts found={found} again={again} />
              <Appointing found={found} again={again} />
              <AccountOf found={found} onGiven={setSlip} />
            </>
          )}
        </OfficerFinder>
      </section>
      <WaitingPart />
    </>
  )
}

type Slip = Pick<Parameters<typeof OpeningSlip>[0], 'given' | 'whose'>

interface About {
  readonly found: OfficerFound
  readonly again: () => Promise<void>
}

function Posts({ found: { person, posts }, again }: About) {
  const { send, busy, problem } = useChange()
  if (posts.length === 0) return null
  const end = async (post: string) => {
    if (await send('/api/administration/appointments/end', { person, post, on: facts.today })) await again()
  }
  return (
    <>
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      <ul className="plain">
        {posts.map(({ id, name, organName }) => (
          <li key={id}>
            {organName} {name}{' '}
            <Button
              size="small"
              disabled={busy}
              onClick={() => void end(id)}
              aria-label={say('administration.endOne', { post: `${organName} ${name}` })}
            >
              {say('administration.end')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** 任职 The organ is found by a part of its name; whoever appoints cannot appoint himself, and the city says why. */
function Appointing({ found: { person }, again }: About) {
  const { send, busy, problem } = useChange()
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const [post, setPost] = useState('')
  const [from, setFrom] = useState<string>(facts.today)
  const path = `/api/administration/organs?${new URLSearchParams({ words: name })}`
  const organs = useQuery({ queryKey: [path], queryFn: () => ask<OrgansFound>(path), enabled: name !== '' })
  const faults = faultsOf(problem?.told.facts)
  const options = (organs.data?.items ?? []).flatMap(organ =>
    organ.posts.map(one => ({ value: one.id, label: `${organ.name} ${one.name}` })),
  )
  const appoint = async () => {
    if (await send('/api/administration/appointments', { person, post, from })) {
      setPost('')
      await again()
    }
  }
  return (
    <>
      <h3>{say('administration.appoint')}</h3>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setName(typed.trim())
          setPost('')
        }}
      >
        <TextInput
          id="organ-name"
          label={say('administration.organ')}
          help={say('administration.organHelp')}
          required
          value={typed}
          onChange={setTyped}
        />
        <div className="press">
          <Button htmlType="submit" disabled={typed.trim() === ''}>
            {say('administration.findOrgan')}
          </Button>
        </div>
      </form>
      {organs.isError && name !== '' ? <ProblemNote problem={problemOf(organs.error)} /> : null}
      {organs.data?.items.length === 0 ? (
        <div className="empty">
          <p>{say('administration.noOrgan')}</p>
        </div>
      ) : null}
      {organs.data?.more ? <p>{say('administration.moreOrgans')}</p> : null}
      {options.length === 0 ? null : (
        <CheckedForm problem={problem} onSend={() => appoint()}>
          <OneInput
            id="post"
            label={say('administration.post')}
            required
            fault={faults['post']}
            value={post}
            options={options}
            onChange={setPost}
          />
          <DateInput
            id="from"
            label={say('administration.from')}
            required
            fault={faults['from']}
            value={from}
            onChange={setFrom}
          />
          <div className="press">
            <Button type="primary" htmlType="submit" disabled={busy}>
              {say('administration.appointIt')}
            </Button>
          </div>
        </CheckedForm>
      )}
    </>
  )
}

/** 人员账户 Opened or recovered; never the administrator's own. */
function AccountOf({
  found: { person, name, personnelNumber: number },
  onGiven,
}: Pick<About, 'found'> & { readonly onGiven: (slip: Slip) => void }) {
  const { send, busy, problem } = useChange()
  const open = async () => {
    const given = await send<Given>('/api/administration/accounts', { person })
    if (given) onGiven({ given, whose: { name, number, officer: true } })
  }
  return (
    <>
      <h3>{say('administration.account')}</h3>
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      <p>{say('administration.accountLead')}</p>
      <div className="press">
        <Button disabled={busy} onClick={() => void open()}>
          {say('administration.openAccount')}
        </Button>
      </div>
    </>
  )
}
