export type { DeliveryNeeds } from './delivery.ts'
export { installJobs, type Job, makeRelay } from './relay.ts'
export type { FeedEvent, Parked, Subscription } from './subscription.ts'
export { makeSubscriptions, type Subscriptions, type SubscriptionsNeeds } from './subscriptions.ts'
