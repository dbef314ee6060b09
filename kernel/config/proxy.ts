import { isIPv4, isIPv6 } from 'node:net'

/** A block of addresses, first and last, in the numbers of its family. */
interface Block {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

const bitsOf = { 4: 32, 6: 128 } as const

/** Where IPv6 repeats IPv4 (::ffff:a.b.c.d): a proxy may be met under either. */
const mapped = 0xffffn << 32n

const numberOfIPv4 = (address: string): bigint =>
  address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n)

function numberOfIPv6(address: string): bigint {
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, found => {
    const number = numberOfIPv4(found)
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`
  })
  const [head, tail] = plain.split('::').map(part => part.split(':').filter(word => word !== ''))
  const words = tail === undefined ? head! : [...head!, ...Array(8 - head!.length - tail.length).fill('0'), ...tail]
  return words.reduce((sum, word) => (sum << 16n) + BigInt(`0x${word}`), 0n)
}

const blockOf = (family: 4 | 6, address: bigint, length: number): Block => {
  const size = 1n << BigInt(bitsOf[family] - length)
  const first = (address / size) * size
  return { family, first, last: first + size - 1n }
}

/** The blocks one word of `proxy` names; undefined when it is no address and no CIDR block. */
function blocksOf(word: string): readonly Block[] | undefined {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(word)) return []
  const [address, text, ...rest] = word.split('/')
  const family = isIPv4(address!) ? 4 : isIPv6(address!) && !address!.includes('%') ? 6 : undefined
  if (family === undefined || rest.length > 0 || (text !== undefined && !/^\d{1,3}$/.test(text))) return undefined
  const length = text === undefined ? bitsOf[family] : Number(text)
  if (length > bitsOf[family]) return undefined
  const block = blockOf(family, family === 4 ? numberOfIPv4(address!) : numberOfIPv6(address!), length)
  const from = block.first > mapped ? block.first : mapped
  const to = block.last < mapped + 0xffff_ffffn ? block.last : mapped + 0xffff_ffffn
  if (family === 4 || from > to) return [block]
  return [block, { family: 4, first: from - mapped, last: to - mapped }]
}

export const isProxyAddress = (word: string): boolean => word === '*' || blocksOf(word) !== undefined

/** How many addresses of a family the blocks hold together; what two of them share counts once. */
function addressesOf(blocks: readonly Block[], family: 4 | 6): bigint {
  let sum = 0n
  let reached = -1n
  const own = blocks.filter(block => block.family === family).sort((a, b) => (a.first < b.first ? -1 : 1))
  for (const { first, last } of own) {
    const from = first > reached ? first : reached + 1n
    if (last < from) continue
    sum += last - from + 1n
    reached = last
  }
  return sum
}

/**
 * True when the words together name so much of the network that a stranger may be among them: more than a sixty-fourth of
 * it. All private networks together are less; two halves of everything are everything.
 */
export function namesAnybody(proxy: readonly string[]): boolean {
  const blocks = proxy.flatMap(word => blocksOf(word) ?? [])
  return (
    proxy.includes('*') ||
    ([4, 6] as const).some(family => addressesOf(blocks, family) > 1n << BigInt(bitsOf[family] - 6))
  )
}
