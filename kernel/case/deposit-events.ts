/** 保证金的事件 Money of the party that is held until the decision says whose it is. */
export interface DepositEvents {
  'deposit.taken': { deposit: string; amount: number; on: string; collector: string; reference?: string }
  'deposit.returned': { deposit: string; amount: number; interest: number; on: string; reference?: string }
  'deposit.forfeited': { deposit: string; amount: number }
  /** The decision that kept it has fallen: it is the party's again. */
  'deposit.restored': { deposit: string; amount: number }
}
