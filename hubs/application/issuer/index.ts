export type { DemoAccount, DemoAccounts } from './accounts.ts'
export {
  type Issuer,
  type IssuerNeeds,
  issuerInProduction,
  openIssuer,
  signInRefused,
  simulatorClient,
  type TokenWanted,
} from './issuer.ts'
export { issuerKeyExposed } from './signing-key.ts'
