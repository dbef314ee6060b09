import { Button } from 'antd'
import { useState } from 'react'
import { OneInput, TextInput } from '../form/inputs.tsx'
import { Asked } from '../look/look-parts.tsx'
import { has, minuteOf, say, sayFirst } from '../words.ts'

interface Line {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly change: string
  readonly detail: Readonly<Record<string, unknown>>
}
interface Journal {
  readonly items: readonly Line[]
  readonly names: Readonly<Record<string, string>>
  readonly next: number | null
}

const changes = [
  ...['person', 'person-renamed', 'status', 'appointed', 'appointment-ended', 'certified', 'certificate-revoked'],
  ...['administrator', 'administrator-ended', 'administrators-set-up', 'account-opened', 'account-recovered'],
  ...['client-proposed', 'client-approved', 'client-ended', 'cases-move-proposed', 'cases-move-approved'],
  ...['cases-move-withdrawn', 'party-erased', 'party-merged', 'city-loaded'],
] as const

/** 审计管理员 Reads the journal of offices and changes nothing. */
export function AuditPart() {
  const [typed, setTyped] = useState({ change: '', person: '' })
  const [asked, setAsked] = useState<{ change: string; person: string; before?: number }>({ change: '', person: '' })
  const query = new URLSearchParams({
    ...(asked.change !== '' && { change: asked.change }),
    ...(asked.person !== '' && { person: asked.person }),
    ...(asked.before !== undefined && { before: String(asked.before) }),
    limit: '50',
  })
  return (
    <section>
      <h2>{say('administration.journal')}</h2>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setAsked({ change: typed.change, person: typed.person.trim() })
        }}
      >
        <OneInput
          id="change"
          label={say('administration.changeLabel')}
          value={typed.change}
          options={changes.map(value => ({ value, label: say(`administration.change.${value}`) }))}
          onChange={change => setTyped({ ...typed, change })}
        />
        <TextInput
          id="person"
          label={say('administration.personLabel')}
          value={typed.person}
          onChange={person => setTyped({ ...typed, person })}
        />
        <div className="press">
          <Button type="primary" htmlType="submit">
            {say('administration.filter')}
          </Button>
        </div>
      </form>
      <Asked<Journal> path={`/api/administration/changes?${query}`}>
        {journal => (
          <>
            <Lines journal={journal} />
            {journal.next === null ? null : (
              <Button onClick={() => setAsked({ ...asked, before: journal.next! })}>
                {say('administration.older')}
              </Button>
            )}
          </>
        )}
      </Asked>
    </section>
  )
}

const columns = ['at', 'who', 'change', 'detail'] as const

function Lines({ journal: { items, names } }: { readonly journal: Journal }) {
  if (items.length === 0)
    return (
      <div className="empty">
        <p>{say('administration.noLines')}</p>
      </div>
    )
  const named = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(named).join(say('listed'))
    const text = String(value ?? '')
    const word = [`administration.kind.${text}`, `administration.status.${text}`, `accounts.documents.${text}`].find(
      has,
    )
    return names[text] ?? (word === undefined ? text : say(word))
  }
  const whoOf = (actor: string): string => {
    const [, person, post] = /^officer:([^@]+)@(.+)$/.exec(actor) ?? []
    return person === undefined
      ? say('trail.system')
      : `${named(person)} ${named(post?.replace('administration/', ''))}`
  }
  return (
    <table className="tasks">
      <caption className="unseen">{say('administration.journal')}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column} scope="col">
              {say(`administration.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, at, actor, change, detail }) => (
          <tr key={id}>
            <td>{minuteOf(at)}</td>
            <td>{whoOf(actor)}</td>
            <td>{sayFirst(`administration.change.${change}`, change)}</td>
            <td>
              {Object.entries(detail)
                .filter(([, value]) => value !== null)
                .map(([, value]) => named(value))
                .join(say('listed'))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
