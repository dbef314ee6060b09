export { type Clock, cityZone, endOfDay, legalDate, type ManualClock, manualClock, systemClock } from './clock.ts'
export { instantOf, uuidv7 } from './identifier.ts'
