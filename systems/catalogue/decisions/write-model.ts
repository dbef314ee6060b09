import type { LoadedDefinition } from '#kernel/definition'
import { type Writable, type WritableElement, writeXml, xmlElement } from '#kernel/markup'
import { type Arrow, drawModel } from './draw-model.ts'

type Definition = LoadedDefinition['definition']
type Rule = Definition['rules'][number]
type Table = NonNullable<Rule['table']>

const text = (words: string) => xmlElement('text', {}, [words])
const identifier = (kind: string, name: string) => `${kind}_${name.replaceAll('.', '_')}`

/** Our types in the words of DMN: money is a whole number of fen, and DMN has one number. */
const typeRefOf = (type: string): string =>
  type === 'boolean' || type === 'date' ? type : /^(?:integer|money|decimal)/.test(type) ? 'number' : 'string'

const wordsOf = (words: Rule['text']): string => (typeof words === 'string' ? words : (words?.zh ?? ''))

const basisOf = (basis: Rule['basis']): string =>
  basis === undefined ? '' : `${basis.law}${basis.articles.map(article => `第${article}条`).join('、')}`

/** The names of the form that an expression speaks of. */
const namesIn = (expressions: readonly string[], known: readonly string[]): readonly string[] =>
  known.filter(name =>
    expressions.some(text => new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?![\\w])`).test(text)),
  )

function typeOfField(definition: Definition, name: string): WritableElement[] {
  const field = definition.content.form[name]
  const values = field?.options?.map(({ value }) => `"${value}"`).join(', ')
  return [
    xmlElement('typeRef', {}, [typeRefOf(field?.type ?? 'string')]),
    ...(values === undefined ? [] : [xmlElement('allowedValues', {}, [text(values)])]),
  ]
}

/** `energy.total` is the part `total` of the input `energy`: a name with a point is a path to every other tool. */
function inputsFor(definition: Definition, names: readonly string[]): { types: Writable[]; inputs: Writable[] } {
  const heads = Map.groupBy(names, name => name.split('.')[0]!)
  const types: Writable[] = []
  const inputs: Writable[] = []
  const part = (tag: string, own: string, path: string, below: readonly string[]): WritableElement => {
    const inner = Map.groupBy(
      below.filter(name => name !== path),
      name => name.slice(path.length + 1).split('.')[0]!,
    )
    const children =
      inner.size === 0
        ? typeOfField(definition, path)
        : [...inner].map(([name, more]) => part('itemComponent', name, `${path}.${name}`, more))
    return xmlElement(tag, { name: own, ...(tag === 'itemDefinition' && { id: identifier('type', path) }) }, children)
  }
  for (const [head, below] of heads) {
    types.push(part('itemDefinition', `t_${head}`, head, below))
    inputs.push(
      xmlElement('inputData', { id: identifier('input', head), name: head }, [
        xmlElement('variable', { name: head, typeRef: `t_${head}` }),
      ]),
    )
  }
  return { types, inputs }
}

function tableElement(owner: string, table: Table): WritableElement {
  const inputs = table.inputs.map((expression, at) =>
    xmlElement('input', { id: `column_${owner}_${at + 1}` }, [xmlElement('inputExpression', {}, [text(expression)])]),
  )
  const outputs = table.outputs.map(({ name, type, values }) => {
    const order = values?.map(value => (typeof value === 'string' ? `"${value}"` : String(value))).join(', ')
    return xmlElement(
      'output',
      { name, typeRef: typeRefOf(type) },
      order === undefined ? [] : [xmlElement('outputValues', {}, [text(order)])],
    )
  })
  const cited = table.rules.some(({ basis }) => basis)
  const rules = table.rules.map(({ id, when, then, basis }) =>
    xmlElement('rule', { id: `row_${owner}_${id}` }, [
      ...when.map(cell => xmlElement('inputEntry', {}, [text(cell)])),
      ...then.map(cell => xmlElement('outputEntry', {}, [text(String(cell))])),
      ...(cited ? [xmlElement('annotationEntry', {}, [text(basisOf(basis))])] : []),
    ]),
  )
  return xmlElement(
    'decisionTable',
    { hitPolicy: table.hit.toUpperCase().replace('-', ' '), aggregation: table.aggregate?.toUpperCase() },
    [...inputs, ...outputs, ...(cited ? [xmlElement('annotation', { name: '依据 basis' })] : []), ...rules],
  )
}

const indented = (element: WritableElement, depth: number): WritableElement => {
  const parts = element.children
  if (parts.every(({ kind }) => kind !== 'element')) return element
  const gap = (deep: number): Writable => ({ kind: 'text', text: `\n${'  '.repeat(deep)}` })
  const children = parts.flatMap(part => [gap(depth + 1), part.kind === 'element' ? indented(part, depth + 1) : part])
  return { ...element, children: [...children, gap(depth)] }
}

/** 导出决策表 The rule tables of an item as DMN 1.5: a decision each, its article as annotation, its facts as input data. */
export function writeDecisions({ definition }: LoadedDefinition): string {
  const tabled = definition.rules.flatMap(rule => (rule.table ? [{ ...rule, table: rule.table }] : []))
  const known = Object.keys(definition.content.form)
  const asked = (table: Table) =>
    namesIn([...table.inputs, ...table.rules.flatMap(({ when, then }) => [...when, ...then.map(String)])], known)
  const { types, inputs } = inputsFor(definition, [...new Set(tabled.flatMap(({ table }) => asked(table)))])
  const arrows: Arrow[] = []
  const decisions = tabled.map(rule => {
    const heads = new Set(asked(rule.table).map(name => name.split('.')[0]!))
    const words = [wordsOf(rule.text), basisOf(rule.basis)].filter(part => part !== '').join('；')
    return xmlElement('decision', { id: identifier('decision', rule.id), name: rule.id }, [
      ...(words === '' ? [] : [xmlElement('description', {}, [words])]),
      xmlElement('variable', { name: rule.id }),
      ...[...heads].map(head => {
        const arrow = {
          id: `asks_${rule.id}_${head}`,
          from: identifier('input', head),
          to: identifier('decision', rule.id),
        }
        arrows.push(arrow)
        return xmlElement('informationRequirement', { id: arrow.id }, [
          xmlElement('requiredInput', { href: `#${arrow.from}` }),
        ])
      }),
      tableElement(rule.id, rule.table),
    ])
  })
  const heads = [...new Set(arrows.map(({ from }) => from))]
  const picture = drawModel(
    tabled.map(({ id }) => identifier('decision', id)),
    heads,
    arrows,
  )
  const root = xmlElement(
    'definitions',
    {
      xmlns: 'https://www.omg.org/spec/DMN/20230324/MODEL/',
      'xmlns:dmndi': 'https://www.omg.org/spec/DMN/20230324/DMNDI/',
      'xmlns:dc': 'http://www.omg.org/spec/DMN/20180521/DC/',
      'xmlns:di': 'http://www.omg.org/spec/DMN/20180521/DI/',
      id: identifier('definitions', definition.item),
      name: definition.item,
      namespace: `urn:plumbline:item:${definition.item}`,
    },
    [...types, ...inputs, ...decisions, picture],
  )
  return writeXml({ root: indented(root, 0) })
}
