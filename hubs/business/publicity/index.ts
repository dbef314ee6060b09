export { masked, type PublicSource, publicFields } from './public-fields.ts'
export {
  listPublications,
  type Publication,
  type PublicationKind,
  type PublicListWanted,
  publicationById,
  publish,
  publishedPlaces,
  type ToPublish,
  type WithdrawalGround,
  withdraw,
} from './publicity.ts'
