export {
  type Dismissal,
  dismissals,
  type Rating,
  ratingCounts,
  ratingReasons,
  unverifiedRatings,
} from './rating.store.ts'
export {
  makeRatings,
  type RatingDeclared,
  type Ratings,
  ratingEraser,
  ratingGiven,
  ratingNotYours,
  ratingRefused,
  ratingUnknown,
} from './ratings.ts'
