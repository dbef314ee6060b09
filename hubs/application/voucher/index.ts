export { checkCodeFrom, newCheckCode, readCheckCode } from './check-code.ts'
export { ed25519Signer, readVoucher, type Signer } from './signature.ts'
export { type Ending, takeSerial, type Voucher, voucherById, vouchersHeldBy, vouchersOf } from './voucher.store.ts'
export {
  makeVouchers,
  numberSaid,
  statementOf,
  type VoucherChecked,
  type Vouchers,
  type VouchersNeeds,
} from './vouchers.ts'
