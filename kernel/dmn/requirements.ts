import { dmnFaults } from './faults.ts'
import type { DmnModel, DrgElement } from './model.ts'

/** An element where it stands. */
export interface Stood {
  readonly model: DmnModel
  readonly element: DrgElement
}

type Resolve = (model: DmnModel, href: string) => Stood | undefined

export const keyOf = ({ model, element }: Stood) => `${model.namespace}#${element.id}`

/** Decisions may not need each other in a circle. @throws Refusal 422 DMN_CYCLE */
export function refuseCircles(models: readonly DmnModel[], resolve: Resolve) {
  const done = new Set<string>()
  const way: string[] = []
  const visit = (stood: Stood): void => {
    const key = keyOf(stood)
    const at = way.indexOf(key)
    if (at >= 0)
      throw dmnFaults.cycle({
        detail: `${stood.model.file}: line ${stood.element.place.line}: ${stood.element.name} needs itself by way of ${way.length - at} decisions`,
        remedy: 'take one information requirement out of the circle',
        facts: { line: stood.element.place.line, column: stood.element.place.column },
      })
    if (done.has(key) || stood.element.is !== 'decision') return
    if (way.length >= 300)
      throw dmnFaults.cycle({
        detail: 'more than 300 decisions need one another in a row',
        remedy: 'join some of them',
      })
    way.push(key)
    for (const href of stood.element.requires) {
      const next = resolve(stood.model, href)
      if (next) visit(next)
    }
    way.pop()
    done.add(key)
  }
  for (const model of models) for (const element of model.elements) visit({ model, element })
}

/** Looks a reference up: `#id` in the model itself, `namespace#id` in whichever model has that namespace. */
export const makeResolve = (byNamespace: ReadonlyMap<string, DmnModel>): Resolve => {
  const byId = new Map<DmnModel, ReadonlyMap<string, DrgElement>>()
  const elementsOf = (model: DmnModel) => {
    const known = byId.get(model) ?? new Map(model.elements.map(element => [element.id, element]))
    byId.set(model, known)
    return known
  }
  return (model, href) => {
    const at = href.lastIndexOf('#')
    const namespace = href.slice(0, Math.max(at, 0))
    const home = namespace === '' || namespace === model.namespace ? model : byNamespace.get(namespace)
    const id = href.slice(at + 1)
    const element = home && elementsOf(home).get(id)
    return home && element && { model: home, element }
  }
}
