export {
  clientExists,
  clientInvalid,
  clientNotYours,
  clientUnknown,
  NewClient,
} from './clients.ts'
export { sweepProvider } from './keys.ts'
export {
  type CityProvider,
  makeProvider,
} from './provider.ts'
export { mounted } from './settings.ts'
