import { PlumbMark, timeLeftSaid, timeState } from '../plumb-mark.tsx'
import { basisOf, dayOf, has, say, sayFirst, textOf } from '../words.ts'
import type { CaseShown, Due } from './case-data.ts'

/** What the limit is of: its own words, else a word of ours, else the stage it ends with. */
function limitName({ text, limit, ends }: Due, stages: CaseShown['stages']): string {
  if (text) return textOf(text)
  if (has(`limit.${limit}`)) return say(`limit.${limit}`)
  const stage = stages.find(one => ends.includes(one.stage))
  return stage ? say('time.limitOf', { stage: textOf(stage.name) }) : limit
}

function Limit({
  due,
  suspended,
  stages,
}: {
  readonly due: Due
  readonly suspended: boolean
  readonly stages: CaseShown['stages']
}) {
  const time = { workdaysLeft: due.workdaysLeft, workdays: due.workdays, suspended }
  const basis = basisOf(due.basis)
  return (
    <div className={`limit ${timeState(time)}`}>
      <PlumbMark {...time} />
      <div>
        <p>
          <strong>{timeLeftSaid(time)}</strong>
        </p>
        <p className="small">
          {limitName(due, stages)}
          {due.on === null ? '' : say('time.until', { day: dayOf(due.on) })}
          {due.provisional ? ` ${say('time.provisional')}` : ''}
        </p>
        {basis === '' ? null : <p className="quiet small">{basis}</p>}
      </div>
    </div>
  )
}

/** 时限 What is left, what stands still and why, who has it, and the stages. */
export function ClockPane({ shown }: { readonly shown: CaseShown }) {
  const { due, yours, suspended, holders, stages, status } = shown
  return (
    <section aria-labelledby="clock-title">
      <h2 id="clock-title">{say('case.clock')}</h2>
      {due ? (
        <Limit due={due} suspended={suspended !== null} stages={stages} />
      ) : (
        <p>{say(status === 'ended' ? 'time.ended' : 'time.none')}</p>
      )}
      {suspended ? (
        <p className="note amber">
          <span aria-hidden="true">▲ </span>
          {say('time.stoppedSince', {
            day: dayOf(suspended.since),
            why:
              textOf(stages.find(({ stage }) => stage === suspended.for)?.name) ||
              sayFirst(`stop.${suspended.for}`, suspended.for),
          })}{' '}
          {basisOf(suspended.basis)}
        </p>
      ) : null}
      {yours.length > 0 ? (
        <>
          <h3>{say('case.yours')}</h3>
          {yours.map(one => (
            <Limit key={one.limit} due={one} suspended={one.status === 'suspended'} stages={stages} />
          ))}
        </>
      ) : null}
      {holders.length > 0 ? (
        <>
          <h3>{say('case.holders')}</h3>
          <ul className="plain small">
            {holders.map(({ organ, post }) => (
              <li key={`${organ} ${post ?? ''}`}>{`${organ} ${post ?? ''}`}</li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{say('case.stages')}</h3>
      <ol className="stages">
        {stages.map(({ stage, name, status: at, on }) => (
          <li key={stage} className={at}>
            <span>{textOf(name)}</span> <span className="quiet small">{say(`stage.${at}`)}</span>
            {on === null ? null : <span className="quiet small"> {dayOf(on)}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
