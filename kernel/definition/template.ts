import { readDocument } from './document.ts'
import { type Finding, hasErrors } from './finding.ts'
import { type Located, placeOf, share } from './located.ts'
import { mergeLocated } from './merge.ts'
import { applyOverrides } from './override.ts'

/** A template by its name (`templates/permit-with-expert-review`): the file it is in and its bytes. */
export type TemplateSource = (name: string) => { readonly file: string; readonly bytes: Uint8Array } | undefined

export type Filled = { readonly root: Located; readonly findings: readonly Finding[] }

const longestChain = 8
/** Keys a template has for itself; an item never gets them. */
const ofTemplatesOnly = new Set(['template', 'description', 'extends', 'override'])

export const fault = (
  at: Located['at'],
  rule: string,
  path: string,
  zh: string,
  en: string,
  remedy?: Finding['remedy'],
): Finding => ({
  severity: 'error',
  rule,
  ...placeOf(at),
  path,
  text: { zh, en },
  ...(remedy && { remedy }),
})

/**
 * 套模板 Fills an item in from its template. In order: the template (itself filled in), the item's own words merged over it,
 * then `override`, in the order written. Nothing depends on anything but the two texts.
 */
export function fillIn(root: Located, template: TemplateSource, chain: readonly string[] = []): Filled {
  if (root.kind !== 'map') return { root, findings: [] }
  const named = root.entries.get('extends')
  const override = root.entries.get('override')
  if (!named) {
    if (!override) return { root, findings: [] }
    return {
      root,
      findings: [
        fault(
          override.at,
          'DEFINITION_OVERRIDE_ALONE',
          'override',
          '没有模板,无可覆盖',
          'There is no template to override',
          { zh: '直接写出内容,或写 extends', en: 'Write the content itself, or extends' },
        ),
      ],
    }
  }
  const found = findTemplate(named, template, chain)
  if ('findings' in found) return { root, findings: found.findings }

  const findings = [...found.filled.findings]
  const body = without(root, new Set(['override']))
  const merged = mergeLocated(without(found.filled.root, ofTemplatesOnly), body, [], findings)
  const done = override ? applyOverrides(merged, override, findings) : merged
  return { root: inOrder(done), findings }
}

function findTemplate(named: Located, template: TemplateSource, chain: readonly string[]) {
  const refuse = (rule: string, zh: string, en: string) => ({ findings: [fault(named.at, rule, 'extends', zh, en)] })
  const name = named.kind === 'scalar' && typeof named.value === 'string' ? named.value : ''
  if (!/^templates\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return refuse('DEFINITION_TEMPLATE_NAME', '模板应写作 templates/<名称>', 'A template is written templates/<name>')
  if (chain.includes(name))
    return refuse(
      'DEFINITION_TEMPLATE_CYCLE',
      `模板互相套用:${[...chain, name].join(' → ')}`,
      `Templates extend each other: ${[...chain, name].join(' → ')}`,
    )
  if (chain.length >= longestChain)
    return refuse('DEFINITION_TEMPLATE_CHAIN', '模板套用层数过多', 'Too many templates on templates')
  const source = template(name)
  if (!source) return refuse('DEFINITION_TEMPLATE_MISSING', `没有模板 ${name}`, `There is no template ${name}`)
  const known = chain.length === 0 ? readBefore(template, name, source.bytes) : undefined
  if (known) return known
  const read = readDocument(source.file, source.bytes)
  if ('findings' in read) return { findings: read.findings }
  const found = { filled: fillIn(read.root, template, [...chain, name]) }
  if (chain.length === 0 && !hasErrors(found.filled.findings)) remember(template, name, source.bytes, found)
  return found
}

interface Remembered {
  readonly bytes: Uint8Array
  readonly found: { readonly filled: Filled }
}

/** Thousands of items extend a few templates: each is read once for as long as its source hands out the same bytes. A located tree is never changed. */
const filledBefore = new WeakMap<TemplateSource, Map<string, Remembered>>()

function readBefore(template: TemplateSource, name: string, bytes: Uint8Array) {
  const known = filledBefore.get(template)?.get(name)
  return known?.bytes === bytes ? known.found : undefined
}

function remember(template: TemplateSource, name: string, bytes: Uint8Array, found: Remembered['found']): void {
  const known = filledBefore.get(template) ?? new Map<string, Remembered>()
  share(found.filled.root)
  filledBefore.set(template, known.set(name, { bytes, found }))
}

function without(root: Located, names: ReadonlySet<string>): Located {
  if (root.kind !== 'map') return root
  const entries = new Map(root.entries)
  for (const name of names) entries.delete(name)
  return { ...root, entries }
}

const headings = ['item', 'version', 'effective', 'extends', 'source']

/** Headings first, whichever file they came from. */
function inOrder(root: Located): Located {
  if (root.kind !== 'map') return root
  const entries = new Map<string, Located>()
  for (const name of headings) {
    const heading = root.entries.get(name)
    if (heading) entries.set(name, heading)
  }
  for (const [name, part] of root.entries) entries.set(name, part)
  return { ...root, entries }
}
