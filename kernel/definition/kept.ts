/** What stays at hand of things that can be made again. */
export interface Kept<Value> {
  get(key: string): Value | undefined
  put(key: string, value: Value, weight: number): Value
}

/** 留存 Keeps what was used last, as long as all of it together weighs no more than `most`; the newest stays, whatever it weighs. */
export function makeKept<Value>(most: number): Kept<Value> {
  const rows = new Map<string, { readonly value: Value; readonly weight: number }>()
  let total = 0
  const drop = (key: string): void => {
    total -= rows.get(key)?.weight ?? 0
    rows.delete(key)
  }
  return {
    get(key) {
      const row = rows.get(key)
      if (!row) return undefined
      rows.delete(key)
      rows.set(key, row)
      return row.value
    },
    put(key, value, weight) {
      drop(key)
      rows.set(key, { value, weight })
      total += weight
      for (const oldest of rows.keys()) {
        if (total <= most || oldest === key) break
        drop(oldest)
      }
      return value
    },
  }
}
