/** What a publication can show besides form fields and facts. */
export const published = new Set([
  'number',
  'outcome',
  'decidedOn',
  'organ',
  'item',
  'validUntil',
  'documentNumber',
  'basis',
  'reason',
  'discretion.amount',
  'comments.received',
  'comments.adopted',
  'comments.partly',
  'comments.declined',
])
