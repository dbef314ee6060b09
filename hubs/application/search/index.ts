export { indexAll, indexItems, notIndexed } from './item-index.ts'
export { type Hit, makeSearch, readSynonyms, type Search } from './search.ts'
export { queryOf, type Synonyms, vectorOf } from './words-of-text.ts'
