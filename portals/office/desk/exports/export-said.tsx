import { Link } from 'react-router'
import { dayOf, minuteOf, say, textOf } from '../words.ts'
import { columnsSaid, type ExportShown } from './export-data.ts'
import { useOwnItems } from './own-items.ts'

/** What was asked for and why, for whoever asked and whoever answers. */
export function ExportSaid({ shown }: { readonly shown: ExportShown }) {
  const { number, asked, askedAt, purpose, words, case: served, declared, need, wanted } = shown
  const items = useOwnItems()
  const itemNamed = (id: string) => textOf(items.data?.find(({ item }) => item === id)?.name) || id
  return (
    <>
      <h3>{say('exports.numbered', { number, purpose: say(`exports.purpose.${purpose}`) })}</h3>
      <p>{words}</p>
      <dl className="facts">
        <dt>{say('exports.asked')}</dt>
        <dd>
          {asked.name} {asked.post} {minuteOf(askedAt)}
        </dd>
        <dt>{say('exports.ground')}</dt>
        <dd>
          {served === null ? null : <Link to={`/cases/${served}`}>{served}</Link>}
          {served === null || declared === null ? null : say('listed')}
          {declared}
        </dd>
        <dt>{say('exports.cases')}</dt>
        <dd>
          {say('exports.period', { from: dayOf(wanted.from), to: dayOf(wanted.to) })}
          {wanted.item === null ? null : `${say('listed')}${itemNamed(wanted.item)}`}
          {wanted.status === null ? null : `${say('listed')}${say(`status.${wanted.status}`)}`}
        </dd>
        <dt>{say('exports.columns')}</dt>
        <dd>{columnsSaid(wanted)}</dd>
        {need === null ? null : (
          <>
            <dt>{say('exports.need')}</dt>
            <dd>{need}</dd>
          </>
        )}
      </dl>
    </>
  )
}
