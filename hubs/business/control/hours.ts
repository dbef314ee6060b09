import { type Control, type ControlInput, isExecution } from '#kernel/case'
import { legalDate } from '#kernel/clock'
import { granted, refused } from '#kernel/refusal'

/** 夜间 From ten in the evening to six in the morning (噪声污染防治法88). */
const day = { from: 6, to: 22 }

const isOff = ({ facts }: ControlInput, on: Temporal.PlainDate): boolean => facts.calendar.isWorkday(on) === false

/** 法定节假日 A weekday on which nobody works, and the weekend that runs into it; a plain weekend is none. */
function isHoliday(input: ControlInput, on: Temporal.PlainDate): boolean {
  if (!isOff(input, on)) return false
  for (const step of [-1, 1])
    for (let at = on; isOff(input, at); at = at.add({ days: step })) if (at.dayOfWeek <= 5) return true
  return false
}

/** 执行时间 Nothing is enforced at night or on a statutory holiday, but in an emergency that is named (行政强制法43). */
export const hours: Control = {
  name: 'hours',
  judge: input => {
    const { verb, stage, definition, body, at } = input
    const executes = verb === 'enforce' || (stage !== undefined && isExecution(definition, stage))
    if (!executes || typeof body.emergency === 'string') return granted
    const now = Temporal.Instant.from(at)
    const { hour } = now.toZonedDateTimeISO('Asia/Shanghai')
    const basis = { law: '行政强制法', articles: ['43(1)'] }
    if (hour < day.from || hour >= day.to)
      return refused({ code: 'ENFORCED_AT_NIGHT', text: '不得在夜间实施行政强制执行', facts: { hour }, basis })
    const today = legalDate(now)
    return isHoliday(input, today)
      ? refused({
          code: 'ENFORCED_ON_HOLIDAY',
          text: '不得在法定节假日实施行政强制执行',
          facts: { on: today.toString() },
          basis,
        })
      : granted
  },
}
