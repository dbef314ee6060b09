export { type Calendar, loadCalendar } from './calendar.ts'
export { civilOf, type EpochDay, epochDayOf, fromEpochDay, toEpochDay } from './epoch-day.ts'
export type { DueDate, Limit, LimitUnit, SuspendedDue, Suspension } from './limit.ts'
export { type CalendarYear, checkCalendarYear, parseCalendarYear, readCalendarYears } from './year.ts'
