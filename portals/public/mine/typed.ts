import type { TypedWords } from '../acts/needs.ts'
import { fitsBox } from '../apply/typed.ts'
import { inputName } from '../field.ts'
import type { FormBody } from '../form-body.ts'
import type { FormOfCase, FormsOpen } from './needs.ts'

/** How much may be said of why an application is taken back. */
export const longestReason = 2_000

/** Where what is typed on the page of a case is kept. */
export const typedAt = (number: string, form: FormOfCase['form']): string => `/mine/cases/${number}/typed/${form}`

/** 开着的表 The forms that stand on the page of this case now. */
export const formsOf = ({ number, item, organ, wanted, mayWithdraw }: FormsOpen): readonly FormOfCase[] => [
  ...(wanted && wanted.fields.length > 0 ? [{ number, item, organ, form: 'supplement' } as const] : []),
  ...(mayWithdraw ? [{ number, item, organ, form: 'withdraw' } as const] : []),
]

const linesOf = (texts: readonly string[]): readonly string[] => texts.map(text => text.replaceAll('\r\n', '\n'))

/** What was typed, as far as the form asks for it: what is kept is never larger than the form. */
export function wordsOf(
  form: FormBody,
  which: FormOfCase['form'],
  { wanted, definition }: FormsOpen,
): TypedWords['typed'] {
  if (which === 'withdraw') {
    const [reason = ''] = linesOf(form.all('reason'))
    return reason === '' || reason.length > longestReason ? {} : { reason: [reason] }
  }
  return Object.fromEntries(
    (wanted?.fields ?? []).flatMap(name => {
      const field = definition.content.form[name]
      const texts = linesOf(form.all(inputName(name)))
      return field && texts.some(text => text !== '') && fitsBox(field, texts) ? [[name, texts] as const] : []
    }),
  )
}
