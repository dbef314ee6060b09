export {
  type Clock,
  cityZone,
  endOfDay,
  isDay,
  legalDate,
  type ManualClock,
  manualClock,
  systemClock,
} from './clock.ts'
export { instantOf, uuidv7 } from './identifier.ts'
export { libraryDate } from './library-date.ts'
