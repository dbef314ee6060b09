export type { Feed } from './feed.store.ts'
export { type FeedEncoding, type FeedFormat, feedHeaderUnfit } from './feed-row.ts'
export { type Feeds, type FeedWanted, feedUnknown, makeFeeds } from './feeds.ts'
