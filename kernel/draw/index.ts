export {
  type Beacon,
  commitmentOf,
  type Drawing,
  inOrder,
  keyText,
  type Lot,
  lotsOf,
  type PopulationQuestion,
  populationHash,
  rowKey,
} from './lots.ts'
export { firstOf, type Stream, streamOf } from './stream.ts'
export { type DrawFault, type DrawRecord, verifyDraw } from './verify.ts'
