import { type Memory, makeMemory } from '#kernel/memory'
import type { Bilingual } from '../finding.ts'
import type { Text } from '../settings/words.ts'
import type { Rule } from './ground.ts'
import type { KnownRecord, LawLibrary } from './law.ts'

const chinese = (text: Text): string => (typeof text === 'string' ? text : text.zh)
const given = (by: { readonly register: string } | { readonly voucher: string }): Bilingual =>
  'register' in by
    ? { zh: `台账 ${by.register}`, en: `register ${by.register}` }
    : { zh: `凭证 ${by.voucher}`, en: `voucher ${by.voucher}` }

const holders = new WeakMap<LawLibrary['records'], Memory<KnownRecord | null>>()

/** Who has it already, by what it is called; items call the same thing the same, and it is looked for once. */
function holderOf(records: LawLibrary['records'], name: string): KnownRecord | null {
  const known = holders.get(records) ?? makeMemory<KnownRecord | null>(5_000)
  holders.set(records, known)
  return known(name, () => records.find(({ words }) => words.some(word => name.includes(word))) ?? null)
}

/** 不重复提交 What a register, a voucher or the means check already gives is fetched, never asked of the applicant. */
export const knownRecord: Rule = function* ({ definition, library }) {
  const holder = (name: string) => holderOf(library.records, name)
  for (const material of definition.materials) {
    const record = material.from === 'applicant' ? holder(chinese(material.name)) : undefined
    if (record)
      yield {
        path: ['materials', material.id],
        zh: `“${chinese(material.name)}”可以从${given(record.by).zh}取得，不得要求提交`,
        en: `This is fetched from the ${given(record.by).en}, not asked for`,
        basis: record.basis,
      }
  }
  for (const [name, field] of Object.entries(definition.content.form)) {
    const record = field.source || field.at !== undefined ? undefined : holder(chinese(field.label))
    if (record)
      yield {
        path: ['content', 'form', name],
        zh: `“${chinese(field.label)}”可以从${given(record.by).zh}取得，不得要求填写`,
        en: `This is known to the ${given(record.by).en}, not asked for`,
        basis: record.basis,
      }
  }
}
