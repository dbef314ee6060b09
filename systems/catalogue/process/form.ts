import type { Field } from '#kernel/definition'
import { attributeOf, elementsIn, type XmlElement } from '#kernel/markup'
import { fieldName } from './expressions.ts'
import { engineElements, everyElement } from './model.ts'
import type { StageWriting } from './stages.ts'
import type { Row } from './table.ts'
import { engineUris, isBpmn } from './vocabulary.ts'

const types: Readonly<Record<string, Field['type']>> = {
  string: 'string',
  text: 'string',
  'multi-line-text': 'text',
  long: 'integer',
  int: 'integer',
  integer: 'integer',
  double: 'decimal(2)',
  decimal: 'decimal(2)',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  enum: 'choice',
  dropdown: 'choice',
}

/** 2 内容·表单 Fields of forms written in the model: `formProperty` of Flowable and Activiti, `formField` of Camunda; and what the ways ask. */
export function writeForm({ process, table, account, overlay }: StageWriting, keyAt: (row: Row) => string): void {
  const keyOfOld = new Map(table.rows.map(row => [row.key, keyAt(row)]))
  const fields = new Map<string, Field>()
  for (const [name, field] of table.fields)
    fields.set(name, field.at === undefined ? field : { ...field, at: keyOfOld.get(field.at) ?? field.at })
  const rowOf = new Map(table.rows.map(row => [row.node.element, row]))
  for (const owner of everyElement(process.scope.element)) {
    if (!isBpmn(owner, 'userTask', 'startEvent')) continue
    const row = rowOf.get(owner)
    for (const field of [
      ...engineElements(owner, 'formProperty'),
      ...engineElements(owner, 'formData').flatMap(elementsIn),
    ])
      take(field, row && keyAt(row))
  }
  for (const [name, field] of fields) overlay.set(`content.form.${name}`, field)

  function take(element: XmlElement, at: string | undefined): void {
    if (!['formProperty', 'formField'].includes(element.local)) return
    const id = attributeOf(element, 'id')
    const type = types[attributeOf(element, 'type') ?? 'string']
    if (id === undefined || type === undefined) return
    const name = fieldName('process', id)
    const options = elementsIn(element)
      .filter(({ local, uri }) => local === 'value' && engineUris.has(uri))
      .map(one => ({
        value: attributeOf(one, 'id') ?? '',
        label: attributeOf(one, 'name') || (attributeOf(one, 'id') ?? ''),
      }))
      .filter(({ value }) => value !== '')
    const choosing = type === 'choice' && options.length > 1
    const required = attributeOf(element, 'required') ?? (engineRequired(element) ? 'true' : 'false')
    fields.set(name, {
      type: type === 'choice' && !choosing ? 'string' : type,
      label: attributeOf(element, 'name') || attributeOf(element, 'label') || id,
      ...(choosing && { options }),
      ...(at !== undefined && { at }),
      ...(required !== 'true' && { required: false }),
      ...(at !== undefined && { personal: false }),
    })
    account.understood(element, `content.form.${name}`, { only: ['id', 'name', 'label', 'type', 'required'] })
    if (choosing)
      for (const one of elementsIn(element)) if (one.local === 'value') account.whole(one, `content.form.${name}`)
    if (engineRequired(element)) account.whole(engineRequired(element)!, `content.form.${name}`)
  }
}

/** `<validation><constraint name="required"/></validation>` of a form field. */
const engineRequired = (element: XmlElement): XmlElement | undefined =>
  [...everyElement(element)].find(one => one.local === 'constraint' && attributeOf(one, 'name') === 'required')
