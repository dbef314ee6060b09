import { attributeOf, elementsIn, readXml, type XmlElement } from '#kernel/markup'
import { unreadableModel } from './faults.ts'
import type {
  Decision,
  DecisionService,
  DmnModel,
  DrgElement,
  InputData,
  ItemDefinition,
  Knowledge,
  Typed,
} from './model.ts'
import {
  boxIn,
  childOf,
  childrenOf,
  defined,
  ModelFault,
  placeOf,
  readFunction,
  textInOf,
  textOf,
  typedOf,
} from './read-boxed.ts'

/** The namespaces of DMN 1.1 to 1.5, and what comes after them. */
export const modelNamespace = /^https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(?:MODEL|dmn(?:\.xsd)?)\/?$/

function readType(element: XmlElement): ItemDefinition {
  const functionItem = childOf(element, 'functionItem')
  const outputTypeRef = functionItem && attributeOf(functionItem, 'outputTypeRef')
  return defined<ItemDefinition>({
    name: attributeOf(element, 'name') ?? '',
    typeRef: textInOf(element, 'typeRef') ?? attributeOf(element, 'typeRef'),
    collection: attributeOf(element, 'isCollection') === 'true',
    allowedValues: textOf(childOf(element, 'allowedValues')),
    typeConstraint: textOf(childOf(element, 'typeConstraint')),
    components: childrenOf(element, 'itemComponent').map(readType),
    functionItem: functionItem && {
      parameters: childrenOf(functionItem, 'parameters').map(typedOf),
      ...(outputTypeRef !== undefined && { outputTypeRef }),
    },
  })
}

function named(element: XmlElement) {
  const name = attributeOf(element, 'name') ?? ''
  const variable = childOf(element, 'variable')
  const typed: Typed = variable ? typedOf(variable) : { name }
  return {
    id: attributeOf(element, 'id') ?? name,
    name,
    variable: typed.name === '' ? { ...typed, name } : typed,
    place: placeOf(element),
  }
}

const hrefsIn = (element: XmlElement, ...names: readonly string[]): readonly string[] =>
  childrenOf(element, ...names).flatMap(child => attributeOf(child, 'href') ?? [])

const requirements = (element: XmlElement) => ({
  requires: childrenOf(element, 'informationRequirement').flatMap(one =>
    hrefsIn(one, 'requiredInput', 'requiredDecision'),
  ),
  knows: childrenOf(element, 'knowledgeRequirement').flatMap(one => hrefsIn(one, 'requiredKnowledge')),
})

function readElement(element: XmlElement): DrgElement | null {
  switch (element.local) {
    case 'inputData':
      return { is: 'input', ...named(element) } satisfies InputData
    case 'decision':
      return defined<Decision>({ is: 'decision', ...named(element), ...requirements(element), logic: boxIn(element) })
    case 'businessKnowledgeModel': {
      const logic = childOf(element, 'encapsulatedLogic')
      return defined<Knowledge>({
        is: 'knowledge',
        ...named(element),
        ...requirements(element),
        logic: logic && readFunction(logic),
      })
    }
    case 'decisionService':
      return {
        is: 'service',
        ...named(element),
        outputs: hrefsIn(element, 'outputDecision'),
        encapsulated: hrefsIn(element, 'encapsulatedDecision'),
        inputDecisions: hrefsIn(element, 'inputDecision'),
        inputData: hrefsIn(element, 'inputData'),
      } satisfies DecisionService
    default:
      return null
  }
}

function modelIn(file: string, root: XmlElement): DmnModel {
  if (root.local !== 'definitions' || !modelNamespace.test(root.uri))
    throw new ModelFault(
      placeOf(root),
      `the root is ${root.name} of ${root.uri === '' ? 'no namespace' : root.uri}, not definitions of DMN`,
      'hand in a decision model of DMN 1.1 to 1.5',
    )
  const elements = elementsIn(root)
    .filter(({ uri }) => uri === root.uri)
    .flatMap(element => readElement(element) ?? [])
  const seen = new Map<string, DrgElement>()
  for (const element of elements) {
    if (seen.has(element.id))
      throw new ModelFault(element.place, `the id ${element.id} stands twice`, 'give every element an id of its own')
    seen.set(element.id, element)
  }
  return defined<DmnModel>({
    file,
    name: attributeOf(root, 'name') ?? '',
    namespace: attributeOf(root, 'namespace') ?? '',
    expressionLanguage: attributeOf(root, 'expressionLanguage'),
    imports: childrenOf(root, 'import')
      .filter(element => modelNamespace.test(attributeOf(element, 'importType') ?? ''))
      .map(element => ({
        name: attributeOf(element, 'name') ?? '',
        namespace: attributeOf(element, 'namespace') ?? '',
        place: placeOf(element),
      })),
    types: childrenOf(root, 'itemDefinition').map(readType),
    elements,
  })
}

/**
 * 读决策模型 Reads a DMN file. What it means is looked up when it runs (`makeDecisions`).
 * @throws Refusal 422 MARKUP_UNREADABLE, DMN_UNREADABLE, each with line, column and remedy
 */
export function readModel(file: string, bytes: Uint8Array): DmnModel {
  const { root } = readXml(file, bytes)
  try {
    return modelIn(file, root)
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault
    throw unreadableModel(file, fault.place, fault.message, fault.remedy)
  }
}
