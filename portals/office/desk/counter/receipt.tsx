import { Button } from 'antd'
import { Link } from 'react-router'
import { facts } from '../session.ts'
import { dayOf, say, textOf } from '../words.ts'
import type { ItemForm, Opened } from './counter-data.ts'
import type { PartyFound } from './party-part.tsx'
import { Slip } from './slip.tsx'

/** 回执 Number, check code and promised day, to be printed and handed over. */
export function Receipt({
  opened,
  form,
  party,
  onNext,
}: {
  readonly opened: Opened
  readonly form: ItemForm
  /** Who applies; nobody where the case was begun by the office itself. */
  readonly party?: PartyFound
  readonly onNext: () => void
}) {
  const rows: readonly (readonly [string, string])[] = [
    [say('counter.itemLabel'), textOf(form.name)],
    ...(party ? [[say('role.subject'), party.name] as const] : []),
    [say('counter.number'), opened.number],
    [say('counter.checkCode'), opened.checkCode],
    [say('counter.receivedOn'), dayOf(facts.today)],
    [say('counter.due'), opened.due === null ? say('counter.noDue') : dayOf(opened.due)],
  ]
  return (
    <>
      <Slip title={say(party ? 'counter.receipt' : 'lodge.receipt')} by="" rows={rows}>
        <p>{say('counter.keep')}</p>
        {party ? <p>{say('counter.signed')}</p> : null}
      </Slip>
      <div className="press">
        <Button type="primary" onClick={() => print()}>
          {say('counter.print')}
        </Button>
        <Button onClick={onNext}>{say('counter.next')}</Button>
        <Link to={`/cases/${opened.number}`}>{say('counter.open')}</Link>
      </div>
    </>
  )
}
