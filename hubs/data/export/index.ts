export {
  type CaseColumn,
  type CaseExport,
  caseColumns,
  type ExportPurpose,
  type ExportWanted,
  exportGround,
  exportPurposes,
  type PartyColumn,
  partyColumns,
  readPurposeOf,
} from './export.store.ts'
export {
  type ExportLimits,
  type ExportSaid,
  type Exports,
  exportAnswered,
  exportExpired,
  exportNotReady,
  exportOfOne,
  exportsTooMany,
  exportTakenOften,
  exportUnknown,
  makeExportEraser,
  makeExports,
  type OpenExport,
} from './exports.ts'
export { marked, numberTraced } from './watermark.ts'
