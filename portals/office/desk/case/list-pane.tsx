import { Link, useParams } from 'react-router'
import { PlumbMark, timeLeftSaid, timeState } from '../plumb-mark.tsx'
import { useInbox } from '../today.tsx'
import { say, textOf } from '../words.ts'

/** 待办列表 What waits beside the case that is open: the next one is one press away. */
export function ListPane() {
  const { number } = useParams()
  const { inbox, tasks } = useInbox({})
  return (
    <nav className="list" aria-label={say('case.list')}>
      <h2>
        <Link to="/">{say('today.title')}</Link>
      </h2>
      {inbox.isPending ? <p className="waiting">{say('loading')}</p> : null}
      {inbox.isSuccess && tasks.length === 0 ? <p className="quiet">{say('today.none')}</p> : null}
      <ul>
        {tasks.map(task => (
          <li key={`${task.number} ${task.task}`}>
            <Link to={`/cases/${task.number}`} aria-current={task.number === number ? 'page' : undefined}>
              <PlumbMark {...task} />
              <span>
                <span className="name">{textOf(task.name)}</span>
                <span className={`small ${timeState(task)}`}>
                  {task.subject?.name ?? task.number} · {textOf(task.stageName)} · {timeLeftSaid(task)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
