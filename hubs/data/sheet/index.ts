export { sheetTooLarge, sheetUnreadable } from './archive.ts'
export { csvOf } from './csv.ts'
export { readSheet, rounded, type SheetRow, sheetLimits } from './sheet.ts'
export { type Written, xlsxOf } from './write-sheet.ts'
