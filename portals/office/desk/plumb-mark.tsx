import { say } from './words.ts'

export interface TimeLeft {
  readonly workdaysLeft: number | null
  readonly suspended: boolean
  /** The whole budget in working days, where it is known. */
  readonly workdays?: number
}

const usual = 20

/** What is left, in words that do not need the drawing. */
export const timeLeftSaid = ({ workdaysLeft, suspended }: TimeLeft): string => {
  if (workdaysLeft === null) return say('time.none')
  if (suspended) return say('time.stopped', { days: Math.max(0, workdaysLeft) })
  if (workdaysLeft < 0) return say('time.late', { days: -workdaysLeft })
  return workdaysLeft === 0 ? say('time.today') : say('time.left', { days: workdaysLeft })
}

export const timeState = ({ workdaysLeft, suspended }: TimeLeft): string =>
  suspended ? 'suspended' : workdaysLeft !== null && workdaysLeft < 0 ? 'late' : 'running'

/** 准绳 The small line of a list: the weight hangs lower the less is left, dashed while time stands still, cinnabar beyond it. */
export function PlumbMark(time: TimeLeft) {
  const { workdaysLeft, workdays = usual } = time
  const used = workdaysLeft === null ? 0 : Math.min(1, Math.max(0, 1 - workdaysLeft / Math.max(1, workdays)))
  const y = 4 + 14 * used
  return (
    <svg className={`mark ${timeState(time)}`} viewBox="0 0 16 28" aria-hidden="true">
      <line className="rest" x1="8" y1="1" x2="8" y2="27" />
      <line className="thread" x1="8" y1="1" x2="8" y2={y} />
      <path d={`M5 ${y}h6l-1 4l-2 4l-2 -4z`} />
    </svg>
  )
}
