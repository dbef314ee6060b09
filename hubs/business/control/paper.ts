import type { Control } from '#kernel/case'
import { alarmed, granted, refused } from '#kernel/refusal'

/** 补录时限 What was done on paper is recorded within three working days, else the supervisors hear of it. */
const daysToRecord = 3

/** 补录 A paper act counts from the day it was made; it never lies in the future, nor before the case. */
export const paper: Control = {
  name: 'paper',
  judge: ({ on, today, state, stage, facts }) => {
    if (on === today) return granted
    if (on > today) return refused({ code: 'PAPER_IN_THE_FUTURE', text: '补录日期不得晚于今日' })
    if (state.openedOn !== '' && on < state.openedOn)
      return refused({ code: 'PAPER_BEFORE_THE_CASE', text: '补录日期早于办件' })
    const entered = stage === undefined ? undefined : state.stages[stage]?.on
    if (entered !== undefined && on < entered)
      return refused({ code: 'PAPER_BEFORE_ITS_STAGE', text: '补录日期早于本环节开始', facts: { entered } })
    const { days } = facts.calendar.workdaysBetween(Temporal.PlainDate.from(on), Temporal.PlainDate.from(today))
    return days > daysToRecord
      ? alarmed({ code: 'PAPER_RECORDED_LATE', text: '补录超过三个工作日', facts: { days } })
      : granted
  },
}
