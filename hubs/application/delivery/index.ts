export { type Contact, confirmationEraser, confirmationInvalid } from './confirmations.ts'
export { type Deliveries, deliveryNoAddress, deliveryNoWay, deliveryUnknown } from './deliveries.ts'
export { type DeliveryState, nextWay, type Receiver, receivers, stateOf } from './delivery.ts'
export { openDeliveries } from './open.ts'
