export { type DirectoryRouteNeeds, directoryRoutes } from './directory.routes.ts'
export {
  type CityDirectory,
  type DirectoryDeps,
  type DirectoryLine,
  type LifeStep,
  type LinesWanted,
  lifeEventUnknown,
  makeDirectory,
  type RegionListed,
  regionUnknown,
} from './directory.ts'
export {
  type Entries,
  type EntriesDeps,
  entryCodeTaken,
  entryInvalid,
  entryUnknown,
  entryWithdrawn,
  type Imported,
  type ImportWanted,
  makeEntries,
  type WordsOf,
} from './entries.ts'
export type { Entry, EntryCode, EntryFault, EntrySaid, Standing } from './entry.ts'
export { readEntries } from './entry-file.ts'
export { type Kept, makeKept } from './kept.ts'
export { type LifeEvent, type LifeEventGround, readLifeEvent, readLifeEvents } from './life-event.ts'
export { type OfflineReason, readOfflineReasons } from './offline.ts'
export { type Measure, type MeasureName, makeStatistics, measureNames, type Statistics } from './statistics.ts'
export { writeList } from './write-list.ts'
