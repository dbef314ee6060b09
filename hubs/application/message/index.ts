export { isMailbox, isPostalAddress, isTelephone, type MessageWay } from './message.ts'
export { openWays, secretOf } from './open.ts'
export { type Messages, makeMessages, outgoingEraser } from './outbox.ts'
