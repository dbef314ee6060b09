export { isMailbox, isPostalAddress, isTelephone, type MessageWay } from './message.ts'
export { openWays } from './open.ts'
export { type Messages, makeMessages, outgoingEraser } from './outbox.ts'
