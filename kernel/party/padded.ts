/** Bytes in whose multiples a text is written. */
const grain = 32

/** 等长 As JSON, with spaces behind it: sealed text is as long as what is sealed, and a yes would be known from a no. */
export function padded(value: unknown): string {
  const text = JSON.stringify(value)
  const length = Buffer.byteLength(text)
  return text + ' '.repeat(Math.ceil(length / grain) * grain - length)
}
