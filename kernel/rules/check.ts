import { checkArithmetic, checkNegate, numberTree } from './check-arithmetic.ts'
import { checkComparison, checkTests } from './check-comparison.ts'
import { fault, faults, type Span } from './fault.ts'
import { dateLiteral, durationLiteral, numberLiteral } from './literal.ts'
import { declared, type Names, nearest, valueType } from './scope.ts'
import type { Syntax } from './syntax.ts'
import { isNumeric, type NumericTree, type Tree, type ValueType } from './tree.ts'

/** Finds the types of what was written. Handed to the parts, since they contain each other. */
export type Check = (syntax: Syntax) => Tree

const describe = (tree: Tree): string =>
  tree.type.kind === 'number'
    ? `a number${tree.type.unit === undefined ? '' : ` (${tree.type.unit})`}`
    : `a ${tree.type.kind}`

/** The tree, if it is a condition. */
export function truth(tree: Tree): Tree & { readonly type: { readonly kind: 'boolean' } } {
  if (tree.type.kind !== 'boolean')
    throw fault(faults.type, tree.at, `a condition is expected, this is ${describe(tree)}`, 'compare it with something')
  return tree as Tree & { readonly type: { readonly kind: 'boolean' } }
}

function checkName(path: string, at: Span, names: Names): Tree {
  const found = declared(names, path)
  if (!found) {
    const all = Object.keys(names.scope)
    const row = names.row
    if (row) all.push(...Object.keys(row.relation.fields).map(field => `${row.variable}.${field}`))
    const near = nearest(path, all)
    throw fault(
      faults.name,
      at,
      `${path} is not declared`,
      near ? `did you mean ${near}?` : 'declare it in the form, the facts or the register',
    )
  }
  if (found.type.kind === 'relation')
    throw fault(faults.type, at, `${path} is a relation`, `write some row in ${path} satisfies …`)
  const type = valueType(found.type)
  if (!found.field) return { kind: 'name', name: path, type, at }
  return { kind: 'field', relation: names.row!.name, name: found.name, type, at }
}

/** Brings two branches to one type; a literal null takes the other's. */
function unify(yes: Tree, no: Tree): readonly [Tree, Tree] {
  if (yes.kind === 'null') return [{ ...yes, type: no.type }, no]
  if (no.kind === 'null') return [yes, { ...no, type: yes.type }]
  if (yes.type.kind !== no.type.kind)
    throw fault(faults.type, no.at, `one branch is ${describe(yes)}, the other ${describe(no)}`, 'give both one type')
  if (!isNumeric(yes) || !isNumeric(no)) return [yes, no]
  if (!yes.type.free && !no.type.free && yes.type.unit !== no.type.unit)
    throw fault(faults.unit, no.at, 'the branches have different units', 'give both one unit')
  const unit = yes.type.free ? no.type : yes.type
  const scale = Math.max(yes.type.scale, no.type.scale)
  const widen = (tree: NumericTree): NumericTree => {
    const raw = tree.type.digits + scale - tree.type.scale
    const type = { ...unit, scale, digits: Math.min(raw, 18), free: yes.type.free && no.type.free }
    return tree.type.scale === scale
      ? ({ ...tree, type: { ...type, digits: tree.type.digits } } as NumericTree)
      : { kind: 'rescale', operand: tree, guard: raw > 18, type, at: tree.at }
  }
  return [widen(yes), widen(no)]
}

function checkIf(syntax: Syntax & { readonly kind: 'if' }, check: Check): Tree {
  const condition = truth(check(syntax.condition))
  if (syntax.yes.kind === 'null' && syntax.no.kind === 'null')
    throw fault(faults.type, syntax.at, 'both branches are null', 'give at least one branch a value')
  const branch = (part: Syntax): Tree =>
    part.kind === 'null' ? { kind: 'null', type: { kind: 'boolean' }, at: part.at } : check(part)
  const [yes, no] = unify(branch(syntax.yes), branch(syntax.no))
  const digits = isNumeric(yes) && isNumeric(no) ? { digits: Math.max(yes.type.digits, no.type.digits) } : {}
  const type = yes.type.kind === 'string' ? ({ kind: 'string' } as const) : { ...yes.type, ...digits }
  return { kind: 'if', condition, yes, no, type, at: syntax.at }
}

/** Brings a value to a declared type, coarser numbers to its scale; `who` wants it. */
export function fit(tree: Tree, wanted: ValueType, who: string): Tree {
  const { at } = tree
  if (tree.type.kind !== wanted.kind)
    throw fault(
      faults.type,
      at,
      `${who} wants a ${wanted.kind} here, this is ${describe(tree)}`,
      'give the declared type',
    )
  if (wanted.kind === 'string' && wanted.values && tree.kind === 'string' && !wanted.values.includes(tree.value))
    throw fault(faults.value, at, `${who} never has "${tree.value}"`, `use one of: ${wanted.values.join(', ')}`)
  if (!isNumeric(tree) || !('scale' in wanted)) return tree
  if (wanted.unit !== undefined && !tree.type.free && tree.type.unit !== wanted.unit)
    throw fault(faults.unit, at, `${who} wants ${wanted.unit} here`, 'give the declared unit')
  if (tree.type.scale > wanted.scale)
    throw fault(faults.type, at, `${who} takes ${wanted.scale} digits after the point`, 'give a coarser number')
  if (tree.type.scale === wanted.scale) return tree
  const raw = tree.type.digits + wanted.scale - tree.type.scale
  return { kind: 'rescale', operand: tree, guard: raw > 18, type: { ...wanted, digits: Math.min(raw, 18) }, at }
}

function checkCall(syntax: Syntax & { readonly kind: 'call' }, names: Names, check: Check): Tree {
  const { name, at } = syntax
  const declaredFunction = Object.hasOwn(names.functions, name) ? names.functions[name] : undefined
  if (!declaredFunction) {
    const near = nearest(name, Object.keys(names.functions))
    throw fault(
      faults.function,
      at,
      `${name} is not a declared function`,
      near ? `did you mean ${near}?` : `declared are: ${Object.keys(names.functions).join(', ')}`,
    )
  }
  const { parameters, result } = declaredFunction
  if (parameters.length !== syntax.given.length)
    throw fault(faults.type, at, `${name} takes ${parameters.length} arguments`, 'give each argument once')
  const given = syntax.given.map((part, index) => fit(check(part), valueType(parameters[index]!), name))
  return { kind: 'call', name, given, type: valueType(result), at }
}

function checkQuantified(syntax: Syntax & { readonly kind: 'quantified' }, names: Names): Tree {
  const { variable, relation, at, quantifier } = syntax
  if (names.row)
    throw fault(faults.outside, at, 'some or every stands inside another', 'declare one relation that holds both')
  const found = declared(names, relation.path)
  if (!found) {
    const near = nearest(relation.path, Object.keys(names.scope))
    throw fault(
      faults.name,
      relation.at,
      `${relation.path} is not declared`,
      near ? `did you mean ${near}?` : 'declare the relation',
    )
  }
  if (found.type.kind !== 'relation')
    throw fault(
      faults.type,
      relation.at,
      `${relation.path} is not a relation`,
      'some and every look into a declared relation',
    )
  if (Object.keys(names.scope).some(name => name === variable || name.startsWith(`${variable}.`)))
    throw fault(faults.outside, at, `${variable} is already a declared name`, 'choose another word for the row')
  const inner = { ...names, row: { variable, name: relation.path, relation: found.type } }
  const body = truth(checkSyntax(syntax.body, inner))
  return { kind: 'quantified', quantifier, relation: relation.path, body, type: { kind: 'boolean' }, at }
}

/** Resolves names and types. @throws Fault for anything undeclared or mixed. */
export function checkSyntax(syntax: Syntax, names: Names): Tree {
  const check: Check = part => checkSyntax(part, names)
  const { at } = syntax
  switch (syntax.kind) {
    case 'boolean':
      return { kind: 'boolean', value: syntax.value, type: { kind: 'boolean' }, at }
    case 'string':
      return { kind: 'string', value: syntax.value, type: { kind: 'string' }, at }
    case 'number':
      return numberTree(numberLiteral(syntax.text, at), at)
    case 'date':
      return { kind: 'date', day: dateLiteral(syntax.text, at), type: { kind: 'date' }, at }
    case 'duration': {
      const { kind, value } = durationLiteral(syntax.text, at)
      const type = { kind, scale: 0, digits: String(Math.abs(value)).length, free: false }
      return { kind: 'number', scaled: String(value), type, at }
    }
    case 'null':
      throw fault(faults.type, at, 'null stands where a value is needed', 'compare with null by = or != only')
    case 'name':
      return checkName(syntax.path, at, names)
    case 'not':
      return { kind: 'not', operand: truth(check(syntax.operand)), type: { kind: 'boolean' }, at }
    case 'and':
    case 'or':
      return {
        kind: syntax.kind,
        operands: syntax.operands.map(part => truth(check(part))),
        type: { kind: 'boolean' },
        at,
      }
    case 'compare':
      return checkComparison(syntax.op, syntax.left, syntax.right, at, check)
    case 'in':
      return checkTests(syntax.operand, syntax.tests, at, check)
    case 'arithmetic':
      return checkArithmetic(syntax, check)
    case 'negate':
      return checkNegate(check(syntax.operand), at)
    case 'if':
      return checkIf(syntax, check)
    case 'call':
      return checkCall(syntax, names, check)
    case 'quantified':
      return checkQuantified(syntax, names)
  }
}
