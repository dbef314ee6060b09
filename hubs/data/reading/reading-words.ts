/** Why case handlers look at people at all; grants name it. */
export const caseHandling = 'case-handling'
export const maskedFields = ['name.masked', 'identifiers.masked'] as const

/** What the posts of every item may read for a list of cases: how the cases stand, and their parties masked. In clear only by a grant of its own. */
export const exportFields = ['case', ...maskedFields] as const
