export { type Batches, batchEraser, batchUnknown, makeBatches, type RowSaid } from './batch/batches.ts'
export { type DraftRouteNeeds, draftRoutes } from './drafts.routes.ts'
export {
  type DraftContent,
  type DraftListed,
  type Drafts,
  draftEraser,
  draftsTooMany,
  draftUnknown,
  makeDrafts,
} from './drafts.ts'
export type { FormPlace } from './form-drafts.ts'
export { type GuideNeeds, type Guides, type GuideView, type ItemListed, makeGuides, type Office } from './guide.ts'
export { makeItemNamed } from './item-named.ts'
export { lawRoutes } from './laws.routes.ts'
export { type OwnItemsNeeds, ownItemRoutes } from './own-items.routes.ts'
export { type ServiceRouteNeeds, serviceRoutes } from './service.routes.ts'
export { versionRoutes } from './versions.routes.ts'
export {
  type DifferenceView,
  type DifferenceWanted,
  makeVersions,
  type VersionListed,
  type Versions,
  type VersionsView,
} from './versions.ts'
