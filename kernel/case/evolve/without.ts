/** What is left of tasks, stages or whatever else a state keeps by a key. */
export function without<V>(
  record: Readonly<Record<string, V>>,
  gone: (value: V, key: string) => boolean,
): Record<string, V> {
  const left: Record<string, V> = {}
  for (const key of Object.keys(record)) if (!gone(record[key]!, key)) left[key] = record[key]!
  return left
}
