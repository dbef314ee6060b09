export { declaredRefusals, Refusal, type RefusalDetails, type RefusalKind, refusal } from './refusal.ts'
export { alarmed, type Basis, granted, humanDecides, type Reason, refused, type Verdict } from './verdict.ts'
