import { isUtf8 } from 'node:buffer'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { Fault, Faults, findingOf } from './file-fault.ts'
import type { Finding } from './finding.ts'
import type { Located, Origin } from './located.ts'
import { readPlain } from './plain-document.ts'

/** The largest file anyone may hand in, 2 MB: a real item has 10–80 kB. */
export const largestFile = 2_000_000
const mostNodes = 60_000
const mostParts = 120_000
const mostMarks = 8_000
const mostAliases = 64
const deepest = 64
const mostFaults = 50

export type Read = { readonly root: Located; readonly text: string } | { readonly findings: readonly Finding[] }

/** 读文件 Bytes → a located tree, or what is wrong with the file and where. Never throws for a bad file, never takes long. */
export function readDocument(file: string, bytes: Uint8Array): Read {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const origin = (offset: number): Origin => ({ file, offset, lines })
  try {
    const text = decode(bytes, origin, lines)
    refuseNesting(text, origin)
    return { root: readPlain(text, origin) ?? readWhole(text, origin), text }
  } catch (error) {
    if (error instanceof Fault) return { findings: [findingOf(error)] }
    if (error instanceof Faults) return { findings: error.all.map(findingOf) }
    if (error instanceof RangeError) return { findings: [findingOf(new Fault('DEFINITION_TOO_DEEP', origin(0)))] }
    throw error
  }
}

/** The same with the whole of YAML, and its faults. @throws Fault, Faults, RangeError. */
export const readWhole = (text: string, origin: (offset: number) => Origin): Located =>
  locate(parse(text, origin), origin)

const utf8 = new TextDecoder('utf-8')

function decode(bytes: Uint8Array, origin: (offset: number) => Origin, lines: LineCounter): string {
  if (bytes.length > largestFile) throw new Fault('DEFINITION_TOO_LARGE', origin(0))
  if (!isUtf8(bytes)) {
    const loose = utf8.decode(bytes)
    countLines(loose, lines)
    throw new Fault(
      looksLikeGbk(bytes) ? 'DEFINITION_ENCODING_GBK' : 'DEFINITION_NOT_UTF8',
      origin(Math.max(loose.indexOf('\uFFFD'), 0)),
    )
  }
  const text = utf8.decode(bytes)
  countLines(text, lines)
  const control = controls.exec(text)
  if (control) throw new Fault('DEFINITION_CONTROL_CHARACTER', origin(control.index))
  return text
}

/** U+2028/2029 and the bidirectional overrides are refused too: what the reviewer sees must be what the machine reads. */
const controls = /[^\P{Cc}\t\n\r]|[\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u

function countLines(text: string, lines: LineCounter): void {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
}

function looksLikeGbk(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    return (text.match(/[\u4E00-\u9FFF]/g)?.length ?? 0) >= 2 && !text.includes('\0')
  } catch {
    return false
  }
}

const part = 1
const tag = 2
const marks = new Uint8Array(128)
for (const mark of ',:\n[{"\'') marks[mark.charCodeAt(0)] = part
for (const mark of '&*!') marks[mark.charCodeAt(0)] = tag

/** Counts brackets, dashes and marks before the parser builds anything: a hostile file must not cost memory or stack. */
function refuseNesting(text: string, origin: (offset: number) => Origin): void {
  if (!isHarmless(text)) refuseMarks(text, origin)
  const dashes = /(?:[-?:] {1,8}){65}/.exec(text)
  if (dashes) throw new Fault('DEFINITION_TOO_DEEP', origin(dashes.index))
}

/** Whether there are too few brackets and marks in all for anything to be refused: so it is with nearly every file. */
const isHarmless = (text: string): boolean =>
  text.length <= mostParts && hasAtMost(text, '[{', 4 * deepest) && hasAtMost(text, '&*!', mostMarks)

function hasAtMost(text: string, characters: string, most: number): boolean {
  let found = 0
  for (const character of characters)
    for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1))
      if (++found > most) return false
  return true
}

function refuseMarks(text: string, origin: (offset: number) => Origin): void {
  let depth = 0
  let parts = 0
  let tags = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) continue
    if (code === 91 || code === 123) depth++
    else if (code === 93 || code === 125) depth = Math.max(depth - 1, 0)
    const mark = marks[code]
    if (mark === part) parts++
    else if (mark === tag) tags++
    if (depth > 4 * deepest) throw new Fault('DEFINITION_TOO_DEEP', origin(at))
    if (parts > mostParts || tags > mostMarks) throw new Fault('DEFINITION_TOO_COMPLEX', origin(at))
  }
}

function parse(text: string, origin: (offset: number) => Origin): Document {
  // uniqueKeys compares every pair of keys: `locate` looks keys up instead.
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    stringKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0)
    throw new Faults(
      wrong.slice(0, mostFaults).map(({ code, pos }) => {
        const rule =
          code === 'TAG_RESOLVE_FAILED'
            ? 'DEFINITION_TAG'
            : code === 'BAD_ALIAS'
              ? 'DEFINITION_ALIAS_UNKNOWN'
              : 'DEFINITION_SYNTAX'
        return new Fault(rule, origin(pos[0]), rule === 'DEFINITION_SYNTAX' ? code : '')
      }),
    )
  // a %YAML 1.1 directive would turn `no` into false
  if (document.directives?.yaml.explicit) throw new Fault('DEFINITION_SYNTAX', origin(0), '%YAML')
  return document
}

/** The parsed document as a located tree: aliases unfolded within a budget, keys unique, only plain values. */
function locate(document: Document, origin: (offset: number) => Origin): Located {
  const anchors = new Map<string, Located>()
  const twice: Fault[] = []
  let nodes = 0
  let aliases = 0
  const offset = (node: Node | null | undefined, otherwise: number): number => node?.range?.[0] ?? otherwise

  const sizeOf = (node: Located): number => {
    if (node.kind === 'scalar') return 1
    let size = 1
    for (const part of node.kind === 'list' ? node.items : node.entries.values()) size += sizeOf(part)
    return size
  }

  const walk = (node: Node | null, from: number, depth: number): Located => {
    const at = origin(offset(node, from))
    if (++nodes > mostNodes) throw new Fault('DEFINITION_TOO_COMPLEX', at)
    if (depth > deepest) throw new Fault('DEFINITION_TOO_DEEP', at)
    if (node === null) return { kind: 'scalar', at, value: null }
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (!target) throw new Fault('DEFINITION_ALIAS_UNKNOWN', at, node.source)
      nodes += sizeOf(target)
      if (++aliases > mostAliases || nodes > mostNodes) throw new Fault('DEFINITION_ALIASES', at)
      return target
    }
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) throw new Fault('DEFINITION_TAG', at)
    const located = isMap(node)
      ? walkMap(node.items, at, depth)
      : isSeq(node)
        ? list(node.items, at, depth)
        : scalar(node, at)
    const anchor = 'anchor' in node ? node.anchor : undefined
    if (anchor) anchors.set(anchor, located)
    return located
  }

  const scalar = (node: Node, at: Origin): Located => {
    const value: unknown = isScalar(node) ? node.value : undefined
    if (typeof value === 'number' && !(Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)))
      throw new Fault('DEFINITION_NUMBER', at)
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return { kind: 'scalar', at, value }
    throw new Fault('DEFINITION_SYNTAX', at)
  }

  const list = (items: readonly unknown[], at: Origin, depth: number): Located => ({
    kind: 'list',
    at,
    items: items.map(item => walk(item as Node | null, at.offset, depth + 1)),
  })

  const walkMap = (pairs: readonly { key: unknown; value: unknown }[], at: Origin, depth: number): Located => {
    const entries = new Map<string, Located>()
    for (const pair of pairs) {
      const key = pair.key as Node | null
      const keyAt = origin(offset(key, at.offset))
      if (!isScalar(key) || key.value === null || typeof key.value === 'object')
        throw new Fault('DEFINITION_KEY', keyAt)
      const name = (typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))).normalize('NFC')
      if (name === '__proto__') throw new Fault('DEFINITION_KEY', keyAt, name)
      if (entries.has(name) && twice.push(new Fault('DEFINITION_DUPLICATE_KEY', keyAt, name)) >= mostFaults)
        throw new Faults(twice)
      entries.set(name, withOrigin(walk(pair.value as Node | null, keyAt.offset, depth + 1), keyAt, pair.value))
    }
    return { kind: 'map', at, entries }
  }

  const root = walk(document.contents as Node | null, 0, 0)
  if (twice.length > 0) throw new Faults(twice)
  if (root.kind !== 'map') throw new Fault('DEFINITION_NOT_A_MAP', root.at)
  return root
}

/** A block that begins on the line below its key is shown at its key; anything else where it stands. */
const withOrigin = (node: Located, key: Origin, written: unknown): Located =>
  node.kind === 'scalar' || isAlias(written as Node)
    ? isAlias(written as Node)
      ? { ...node, at: key }
      : node
    : { ...node, at: key }
