import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { ask } from '../api.ts'
import { TextInput } from '../form/inputs.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { type OfficerFound, officerPath } from './administration-data.ts'

/** 找人 An officer by his personnel number, with what may be done about him. */
export function OfficerFinder({
  children,
}: {
  readonly children: (found: OfficerFound, again: () => Promise<void>) => ReactNode
}) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const [number, setNumber] = useState('')
  const path = officerPath(number)
  const found = useQuery({ queryKey: [path], queryFn: () => ask<OfficerFound>(path), enabled: number !== '' })
  const again = async () => {
    await queries.invalidateQueries({ queryKey: [path] })
  }
  return (
    <>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setNumber(typed.trim())
          void again()
        }}
      >
        <TextInput id="find-number" label={say('administration.number')} required value={typed} onChange={setTyped} />
        <div className="press">
          <Button htmlType="submit" disabled={typed.trim() === ''}>
            {say('administration.find')}
          </Button>
        </div>
      </form>
      {found.isError && number !== '' ? <ProblemNote key={number} problem={problemOf(found.error)} /> : null}
      {found.data ? (
        <div key={found.data.person}>
          <OfficerSaid found={found.data} />
          {children(found.data, again)}
        </div>
      ) : null}
    </>
  )
}

function OfficerSaid({
  found: { name, personnelNumber, status, administrator, posts },
}: {
  readonly found: OfficerFound
}) {
  return (
    <>
      <h3>
        {name} <span className="number">{personnelNumber}</span>
      </h3>
      <p>
        {say(`administration.status.${status ?? 'none'}`)}
        {administrator === null ? null : `${say('listed')}${say(`administration.kind.${administrator}`)}`}
      </p>
      {posts.length === 0 ? <p className="quiet">{say('administration.noPosts')}</p> : null}
    </>
  )
}
