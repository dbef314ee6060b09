import { Link } from 'react-router'
import { useTitle } from '../frame.tsx'
import { dayOf, minuteOf, say, sayFirst, type Text, textOf } from '../words.ts'
import { Asked, Listed } from './look-parts.tsx'

interface Overview {
  readonly alarms: readonly {
    readonly id: string
    readonly alarm: string
    readonly level: string
    readonly raisedAt: string
    readonly organ: string | null
    readonly name: Text | null
    readonly number: string | null
    readonly reasons: readonly { readonly code: string; readonly text?: Text }[]
  }[]
  readonly undelivered: readonly {
    readonly number: string
    readonly dueOn: string
    readonly organ: string
    readonly name: Text
  }[]
  readonly complaints: readonly { readonly organ: string; readonly open: number; readonly late: number }[]
  readonly ratings: readonly {
    readonly organ: string
    readonly unverified: number
    readonly owed: number
    readonly late: number
  }[]
}

const caseLink = (number: string | null, name: Text | null) =>
  number === null ? (
    textOf(name)
  ) : (
    <>
      <Link to={`/cases/${number}`}>{name === null ? number : textOf(name)}</Link>
      <span className="number">{number}</span>
    </>
  )

function Lists({ alarms, undelivered, complaints, ratings }: Overview) {
  return (
    <>
      <Listed
        title={say('supervision.alarms')}
        empty={say('supervision.noAlarms')}
        columns={['level', 'case', 'organ', 'why', 'raised'].map(column => say(`supervision.column.${column}`))}
        rows={alarms}
        keyOf={({ id }) => id}
        cells={({ level, number, name, organ, alarm, reasons, raisedAt }) => [
          <span key="level" className={`level ${level}`}>
            {say(`level.${level}`)}
          </span>,
          caseLink(number, name),
          organ ?? '',
          reasons[0]?.text ? textOf(reasons[0].text) : sayFirst(`alarm.${alarm}`, alarm),
          minuteOf(raisedAt),
        ]}
      />
      <Listed
        title={say('supervision.undelivered')}
        empty={say('supervision.noUndelivered')}
        columns={['case', 'organ', 'due'].map(column => say(`supervision.column.${column}`))}
        rows={undelivered}
        keyOf={({ number }) => number}
        cells={({ number, name, organ, dueOn }) => [caseLink(number, name), organ, dayOf(dueOn)]}
      />
      <Listed
        title={say('supervision.complaints')}
        empty={say('supervision.noComplaints')}
        columns={['organ', 'open', 'late'].map(column => say(`supervision.column.${column}`))}
        rows={complaints}
        keyOf={({ organ }) => organ}
        cells={({ organ, open, late }) => [organ, open, late]}
      />
      <Listed
        title={say('supervision.ratings')}
        empty={say('supervision.noRatings')}
        columns={['organ', 'unverified', 'owed', 'late'].map(column => say(`supervision.column.${column}`))}
        rows={ratings}
        keyOf={({ organ }) => organ}
        cells={({ organ, unverified, owed, late }) => [organ, unverified, owed, late]}
      />
    </>
  )
}

/** 督察 What is late, what was not served, what is complained of: to be looked at, each case with its trail; nothing is changed here. */
export default function SupervisionPage() {
  useTitle(say('supervision.title'))
  return (
    <main id="main" className="page wide">
      <h1>{say('supervision.title')}</h1>
      <p>{say('supervision.lead')}</p>
      <Asked<Overview> path="/api/supervision">{overview => <Lists {...overview} />}</Asked>
    </main>
  )
}
