import {
  deeper,
  type Evaluation,
  evaluate,
  type Feel,
  type FeelFunction,
  type FeelScope,
  type FeelShape,
  type FeelValue,
  feelFaults,
  feelNames,
  feelScope,
  inScope,
  makeEvaluation,
  makeNames,
  type Names,
  type Problem,
  type TypeNamed,
  userFunction,
} from '#kernel/feel'
import { asDeclared, compileBoxed, compileFunction, resultOf } from './boxed.ts'
import { dmnFaults } from './faults.ts'
import type { Decision, DecisionService, DmnModel, Knowledge } from './model.ts'
import { namesIn } from './names-in.ts'
import { keyOf, makeResolve, refuseCircles, type Stood } from './requirements.ts'
import { typesOf } from './types.ts'

export interface Given {
  readonly name: string
  readonly namespace?: string
  readonly value: FeelValue
}

export interface Answer {
  readonly value: FeelValue
  readonly problems: readonly Problem[]
}

export interface Decisions {
  /** The first model that was given: names without a namespace are its own. */
  readonly model: DmnModel
  elementNamed(name: string, namespace?: string): Stood | undefined
  shapeOf(stood: Stood): FeelShape | undefined
  /** 决策 Runs a decision, a decision service or a business knowledge model by name. */
  run(name: string, given: readonly Given[], now: Evaluation['now'], namespace?: string): Answer
}

/** One run: what was given and what is decided so far. */
interface Run {
  readonly given: ReadonlyMap<string, FeelValue>
  readonly decided: Map<string, FeelValue>
  readonly evaluation: Evaluation
}

/** The engine's own bounds: its stack, or the length of a text or a number. */
const beyondRange = (fault: RangeError) =>
  /call stack/.test(fault.message)
    ? feelFaults.deep({ detail: 'the model is nested too deeply to run', remedy: 'divide it into several decisions' })
    : feelFaults.large({ detail: 'a text or a number grows without end', remedy: 'look for what doubles it' })

/**
 * 决策模型 Makes models ready to run: the first, and those it imports. Expressions are compiled when they are first needed.
 * @throws Refusal 422 DMN_CYCLE
 */
export function makeDecisions(models: readonly [DmnModel, ...DmnModel[]]): Decisions {
  const [main] = models
  const byNamespace = new Map([...models].reverse().map(model => [model.namespace, model]))
  const imported = (namespace: string) => byNamespace.get(namespace)
  const types = new Map<DmnModel, TypeNamed>(models.map(model => [model, typesOf(model, imported)]))
  const inner = makeNames(models.flatMap(namesIn), feelNames)
  const compiled = new Map<string, Feel>()
  const functions = new Map<string, (scope: FeelScope) => FeelFunction>()

  const resolve = makeResolve(byNamespace)
  const elementsByName = new Map(
    // A name goes before the variable's, and that before an id.
    models.map(model => [
      model,
      new Map([
        ...model.elements.toReversed().map(one => [one.id, one] as const),
        ...model.elements.toReversed().map(one => [one.variable.name, one] as const),
        ...model.elements.toReversed().map(one => [one.name, one] as const),
      ]),
    ]),
  )
  refuseCircles(models, resolve)

  function needed(model: DmnModel, href: string): Stood {
    const found = resolve(model, href)
    if (found) return found
    throw dmnFaults.missing({
      detail: `${model.file}: there is no element ${href}`,
      remedy: 'add the element, or hand in the imported model too',
    })
  }

  const placeIn = (model: DmnModel, names: Names) => ({ names, typeNamed: types.get(model)! })
  const typeOfVariable = ({ model, element }: Stood) =>
    element.variable.typeRef === undefined ? undefined : types.get(model)!(element.variable.typeRef)

  /** Puts a value where the expressions of a model find it: by its name, or inside the context that its import names. */
  function lay(into: Map<string, FeelValue>, model: DmnModel, other: Stood, value: FeelValue): void {
    const { name } = other.element.variable
    const alias =
      other.model === model ? '' : (model.imports.find(one => one.namespace === other.model.namespace)?.name ?? '')
    if (alias === '') into.set(name, value)
    else
      into.set(
        alias,
        new Map([...((into.get(alias) as ReadonlyMap<string, FeelValue> | undefined) ?? []), [name, value]]),
      )
  }

  function scopeOf(run: Run, model: DmnModel, element: Decision | Knowledge): FeelScope {
    const values = new Map<string, FeelValue>()
    for (const href of element.knows) {
      const other = needed(model, href)
      lay(values, model, other, functionOf(run, other))
    }
    for (const href of element.requires) {
      const other = needed(model, href)
      lay(values, model, other, decidedOf(run, other))
    }
    return { names: values, beneath: feelScope, typeNamed: types.get(model)! }
  }

  function namesFor(scope: FeelScope): Names {
    const names: string[] = []
    for (let frame: FeelScope | undefined = scope; frame && frame !== feelScope; frame = frame.beneath)
      for (const [name, value] of frame.names) names.push(name, ...(value instanceof Map ? value.keys() : []))
    return makeNames(names, inner)
  }

  function decide(run: Run, stood: Stood, element: Decision): FeelValue {
    if (!element.logic) return null
    const key = keyOf(stood)
    const scope = scopeOf(run, stood.model, element)
    let logic = compiled.get(key)
    if (!logic) {
      const result = typeOfVariable(stood)
      logic = compileBoxed(element.logic, { ...placeIn(stood.model, namesFor(scope)), ...(result && { result }) })
      compiled.set(key, logic)
    }
    return evaluate(logic, scope, run.evaluation)
  }

  function decidedOf(run: Run, stood: Stood): FeelValue {
    const key = keyOf(stood)
    const known = run.decided.get(key)
    if (known !== undefined) return known
    const { element } = stood
    const raw = run.given.has(key)
      ? run.given.get(key)!
      : element.is === 'decision'
        ? deeper(run.evaluation, () => decide(run, stood, element))
        : element.is === 'input'
          ? null
          : functionOf(run, stood)
    const value =
      element.is === 'decision' || element.is === 'input'
        ? asDeclared(raw, typeOfVariable(stood), element.name, run.evaluation)
        : raw
    run.decided.set(key, value)
    return value
  }

  function functionOf(run: Run, stood: Stood): FeelValue {
    const { model, element } = stood
    if (element.is === 'service') return serviceFunction(stood, element)
    if (element.is !== 'knowledge') return decidedOf(run, stood)
    const { logic } = element
    if (!logic) return null
    // What a function knows is looked up when it is called: it may know itself.
    let scope: FeelScope | undefined
    const own = (): FeelScope => {
      scope ??= inScope(new Map([[element.variable.name, made as FeelValue]]), scopeOf(run, model, element))
      return scope
    }
    const shapes = logic.parameters.map(({ name, typeRef }) => ({
      name,
      ...(typeRef !== undefined && types.get(model)!(typeRef) && { shape: types.get(model)!(typeRef)! }),
    }))
    const { typeRef } = element.variable
    const result = typeRef === undefined ? undefined : resultOf(typeRef, placeIn(model, inner))
    const made: FeelFunction = userFunction(
      shapes,
      (values, evaluation) => {
        const key = keyOf(stood)
        let make = functions.get(key)
        if (!make) {
          make = compileFunction(logic, placeIn(model, namesFor(own())), result)
          functions.set(key, make)
        }
        return make(own()).call(
          logic.parameters.map(({ name }) => values.get(name) ?? null),
          evaluation,
        )
      },
      result,
    )
    return made
  }

  const parametersOf = (model: DmnModel, service: DecisionService): readonly Stood[] =>
    [...service.inputData, ...service.inputDecisions].map(href => needed(model, href))

  function serve(run: Run, model: DmnModel, service: DecisionService): FeelValue {
    const outputs = service.outputs.map(href => needed(model, href))
    const values = outputs.map(output => decidedOf(run, output))
    return outputs.length === 1
      ? values[0]!
      : new Map(outputs.map(({ element }, index) => [element.variable.name, values[index]!]))
  }

  /** A decision service as a function of its inputs: what it decides, it decides from these alone. */
  function serviceFunction({ model }: Stood, service: DecisionService): FeelFunction {
    const { typeRef } = service.variable
    const result = typeRef === undefined ? undefined : resultOf(typeRef, placeIn(model, inner))
    const stoods = parametersOf(model, service)
    const parameters = stoods.map(stood => {
      const shape = typeOfVariable(stood)
      return shape ? { name: stood.element.variable.name, shape } : { name: stood.element.variable.name }
    })
    return userFunction(parameters, (values, evaluation) => {
      const given = new Map(stoods.map(stood => [keyOf(stood), values.get(stood.element.variable.name) ?? null]))
      const value = serve({ given, decided: new Map(), evaluation }, model, service)
      return asDeclared(value, result, service.name, evaluation)
    })
  }

  function elementNamed(name: string, namespace?: string): Stood | undefined {
    const own = namespace === undefined ? main : byNamespace.get(namespace)
    for (const model of own ? [own, ...models.filter(one => one !== own)] : models) {
      const element = elementsByName.get(model)!.get(name)
      if (element) return { model, element }
    }
    return undefined
  }

  function run(name: string, given: readonly Given[], now: Evaluation['now'], namespace?: string): Answer {
    const stood = elementNamed(name, namespace)
    if (!stood)
      throw dmnFaults.missing({
        detail: `${main.file}: there is no decision ${name}`,
        remedy: 'name a decision of the model',
      })
    const values = new Map<string, FeelValue>()
    const byName = new Map(given.map(one => [one.name, one.value]))
    for (const one of given) {
      const target = elementNamed(one.name, one.namespace)
      if (target) values.set(keyOf(target), one.value)
    }
    const evaluation = makeEvaluation(now)
    const started: Run = { given: values, decided: new Map(), evaluation }
    try {
      const { element } = stood
      if (element.is === 'decision' || element.is === 'input')
        return { value: decidedOf(started, stood), problems: evaluation.problems }
      const made = functionOf(started, stood) as FeelFunction | null
      const values = made?.parameters.map(parameter => byName.get(parameter) ?? null) ?? []
      const value = made?.call(values, evaluation) ?? null
      return { value, problems: evaluation.problems }
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault
      throw beyondRange(fault)
    }
  }

  return { model: main, elementNamed, shapeOf: typeOfVariable, run }
}
