/** An instant as libraries older than Temporal take it; what time it is now, only the clock says. */
export const libraryDate = (at: Temporal.Instant): Date => new Date(at.epochMilliseconds)
