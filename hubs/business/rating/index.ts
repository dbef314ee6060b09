export {
  type Dismissal,
  dismissals,
  lateReplies,
  owedReplies,
  type Rating,
  ratingCounts,
  ratingReasons,
  ratingStandings,
  ratingsBy,
  unverifiedRatings,
} from './rating.store.ts'
export {
  makeRatings,
  type RatingDeclared,
  type Ratings,
  ratingClosed,
  ratingEraser,
  ratingGiven,
  ratingNotYours,
  ratingRefused,
  ratingUnknown,
} from './ratings.ts'
export { type GradeCount, withoutSmallCells } from './small-cells.ts'
