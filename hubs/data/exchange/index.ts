export { exchangeEraser } from './answer-seal.ts'
export { type BreakerSettings, guarded, usualBreaker } from './breaker.ts'
export {
  type Asked,
  type ExchangeAdapter,
  OutsideAnswer,
  type OutsideQuestion,
  type OutsideSystem,
  signAnswer,
} from './contract.ts'
export { type DeclaredSystem, type ReadExchanges, readExchanges } from './declaration.ts'
export { answerUnasked, answerUnsigned, type Exchange, makeExchange, type Obtained } from './exchange.ts'
export { type Health, makeHealth, type SystemHealth } from './health.ts'
export { makeHttpAdapter } from './http-adapter.ts'
export { type ConnectedSystem, openAdapters } from './open-adapters.ts'
export { makeSimulator, type SimulatedFault } from './simulator.ts'
