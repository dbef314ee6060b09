/** Gives what is remembered under a key, or works it out and remembers it. */
export type Memory<Value> = (key: string, workOut: () => Value) => Value

/**
 * 记忆 Remembers answers by their key, at most so many; full, it forgets them all. The answer must follow from the key and
 * never change. `undefined`, and what throws, is worked out each time.
 */
export function makeMemory<Value>(most: number): Memory<Value> {
  const known = new Map<string, Value>()
  return (key, workOut) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = workOut()
    if (value === undefined) return value
    if (known.size >= most) known.clear()
    known.set(key, value)
    return value
  }
}
