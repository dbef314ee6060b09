export type { Asked, ExchangeAdapter, OutsideAnswer, OutsideQuestion, OutsideSystem } from './contract.ts'
export { type Exchange, makeExchange, type Obtained } from './exchange.ts'
export { makeSimulator, type SimulatedFault } from './simulator.ts'
