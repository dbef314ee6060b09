import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Asked } from '../look/look-parts.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useChange } from '../sending.ts'
import { minuteOf, say } from '../words.ts'
import { type ClientShown, clientsPath, type MoveShown, movesPath } from './administration-data.ts'

function Approval({
  said,
  press,
  label,
}: {
  readonly said: string
  readonly label: string
  readonly press: { readonly path: string; readonly body: unknown; readonly shownAt: string }
}) {
  const queries = useQueryClient()
  const { send, busy, problem } = useChange()
  const approve = async () => {
    if (await send(press.path, press.body)) await queries.invalidateQueries({ queryKey: [press.shownAt] })
  }
  return (
    <li>
      <p>{said}</p>
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      <Button type="primary" disabled={busy} onClick={() => void approve()} aria-label={label}>
        {say('administration.approve')}
      </Button>
    </li>
  )
}

/** 待批 What one administrator proposed waits here for another: systems that sign people in, cases that go on under a later version. */
export function WaitingPart() {
  return (
    <section>
      <h2>{say('administration.waiting')}</h2>
      <Asked<{ readonly items: readonly ClientShown[] }> path={clientsPath}>
        {({ items: clients }) => (
          <Asked<{ readonly items: readonly MoveShown[] }> path={movesPath}>
            {({ items: moves }) => (
              <Waiting
                clients={clients.filter(({ approvedAt, endedAt }) => approvedAt === null && endedAt === null)}
                moves={moves.filter(({ status }) => status === 'proposed')}
              />
            )}
          </Asked>
        )}
      </Asked>
    </section>
  )
}

function Waiting({
  clients,
  moves,
}: {
  readonly clients: readonly ClientShown[]
  readonly moves: readonly MoveShown[]
}) {
  if (clients.length + moves.length === 0)
    return (
      <div className="empty">
        <p>{say('administration.noWaiting')}</p>
      </div>
    )
  return (
    <ul className="plain">
      {clients.map(({ id, name, redirects, proposedAt }) => (
        <Approval
          key={id}
          said={say('administration.clientWaits', {
            ...{ id, name, at: minuteOf(proposedAt), to: redirects.join(say('listed')) },
          })}
          label={say('administration.approveOne', { name })}
          press={{ path: `${clientsPath}/approve`, body: { id }, shownAt: clientsPath }}
        />
      ))}
      {moves.map(({ id, item, from, to }) => (
        <Approval
          key={id}
          said={say('administration.moveWaits', { item, from, to })}
          label={say('administration.approveOne', { name: item })}
          press={{ path: `${movesPath}/approve`, body: { move: id }, shownAt: movesPath }}
        />
      ))}
    </ul>
  )
}
