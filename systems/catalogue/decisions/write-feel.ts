import { type Feel, type UnaryTests, written } from '#kernel/feel'

/** The expression says what Plumbline FEEL 1 has no words for. */
export class BeyondSubset extends Error {}

const beyond = (what: string): never => {
  throw new BeyondSubset(what)
}

type Rename = (path: readonly string[]) => string | undefined

const functions: ReadonlySet<string> = new Set(['starts with', 'string length', 'not', 'date', 'duration'])

/** The names along a path: `Loan.amount` is `['Loan', 'amount']`; null where it is no path of names. */
export function pathOf(node: Feel): readonly string[] | null {
  if (node.is === 'name') return [node.name]
  if (node.is !== 'path') return null
  const above = pathOf(node.of)
  return above && [...above, node.name]
}

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

function literal(node: Feel & { is: 'literal' }): string {
  return typeof node.value === 'string' ? quoted(node.value) : written(node.value)
}

function at(text: string): string {
  if (/^-?P/.test(text)) return `duration("${text}")`
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `date("${text}")` : beyond('时刻 a time of day')
}

/** Writes an expression in our words, with our names. @throws BeyondSubset */
export function writeFeel(node: Feel, rename: Rename): string {
  const write = (part: Feel): string => writeFeel(part, rename)
  const inner = (part: Feel): string =>
    ['binary', 'between', 'in', 'if', 'quantified'].includes(part.is) ? `(${write(part)})` : write(part)
  switch (node.is) {
    case 'literal':
      return literal(node)
    case 'at':
      return at(node.text)
    case 'name':
    case 'path': {
      const path = pathOf(node)
      const name = path && rename(path)
      return name ?? beyond(`“${path?.join('.') ?? '…'}” 不是所需的事实 is no fact the decision requires`)
    }
    case 'binary':
      if (node.operator === '**') return beyond('乘方 powers')
      return `${inner(node.left)} ${node.operator} ${inner(node.right)}`
    case 'minus':
      return `-${inner(node.operand)}`
    case 'between':
      return `${inner(node.value)} between ${inner(node.low)} and ${inner(node.high)}`
    case 'in':
      return `${inner(node.value)} in (${node.tests.map(write).join(', ')})`
    case 'test':
      return `${node.operator} ${inner(node.operand)}`
    case 'range':
      return `${node.startIncluded ? '[' : '('}${write(node.start)}..${write(node.end)}${node.endIncluded ? ']' : ')'}`
    case 'if':
      return `if ${inner(node.condition)} then ${inner(node.whenTrue)} else ${inner(node.whenFalse)}`
    case 'call': {
      const name = node.callee.is === 'name' ? node.callee.name : ''
      if (!functions.has(name)) return beyond(`函数 the function ${name === '' ? '…' : name}`)
      if (node.names) return beyond('按名给值的调用 a call with named values')
      return `${name}(${node.values.map(write).join(', ')})`
    }
    case 'list':
      return beyond('列表 lists')
    case 'context':
      return beyond('上下文 contexts')
    case 'instance':
      return beyond('instance of')
    case 'filter':
      return beyond('筛选 filters')
    case 'for':
      return beyond('循环 loops')
    case 'quantified':
      return beyond('对列表的 some 与 every over lists')
    case 'function':
    case 'boxed':
      return beyond('函数 functions')
  }
}

/** The same for a cell. */
export function writeCell(cell: UnaryTests, rename: Rename): string {
  if (cell.any) return '-'
  const tests = cell.tests
    .map(test => writeFeel(test, path => (path[0] === '?' ? beyond('关于 ? 的测试 a test of ?') : rename(path))))
    .join(', ')
  return cell.negated ? `not(${tests})` : tests
}
