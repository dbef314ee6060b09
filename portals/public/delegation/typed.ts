import type { TypedWords } from '../acts/needs.ts'
import type { FormBody } from '../form-body.ts'
import { isUnsent } from '../keeping.ts'
import type { ConfirmationShown, ConfirmationTyped, MandateTyped } from './needs.ts'

/** 最多字数 No box lets anybody type more. */
export const mandateBounds = { name: 120, number: 40, items: 4_000, from: 40, until: 40 } as const
export const contactBounds = { mail: 254, phone: 40, post: 200 } as const
export const mandateScopes = ['apply', 'pay', 'receive', 'see'] as const

/** 填的授权 What stands in the form that authorises somebody. */
export function mandateTyped(form: FormBody): MandateTyped {
  const text = (name: keyof typeof mandateBounds) =>
    form.one(name).replaceAll('\r\n', '\n').slice(0, mandateBounds[name])
  return {
    name: text('name'),
    number: text('number'),
    items: text('items'),
    all: form.one('all') === '1',
    scopes: mandateScopes.filter(scope => form.all('scopes').includes(scope)),
    from: text('from').trim(),
    until: text('until').trim(),
  }
}

/** As it is kept; while nobody has been named and nothing written there is nothing to keep. */
export function mandateWords({ name, number, items, all, scopes, from, until }: MandateTyped): TypedWords['typed'] {
  if ([name, number, items, until].every(text => text.trim() === '')) return {}
  return {
    name: [name],
    number: [number],
    items: [items],
    all: [all ? '1' : '0'],
    scopes,
    from: [from],
    until: [until],
  }
}

/** 上次填的授权 Undefined where nothing was left. */
export function mandateLeft(typed: TypedWords['typed']): MandateTyped | undefined {
  const text = (name: string) => typed[name]?.[0] ?? ''
  return isUnsent(typed)
    ? {
        ...{ name: text('name'), number: text('number'), items: text('items'), from: text('from') },
        ...{ until: text('until'), all: text('all') === '1', scopes: typed['scopes'] ?? [] },
      }
    : undefined
}

/** 填的地址 What stands in the confirmation of address. */
export function confirmationTyped(form: FormBody): ConfirmationTyped {
  const text = (name: keyof typeof contactBounds) => form.one(name).trim().slice(0, contactBounds[name])
  return { electronic: form.one('electronic') === '1', mail: text('mail'), phone: text('phone'), post: text('post') }
}

/** As it is kept: the words. The consent is no word; it is ticked by whoever signs, when he signs (个人信息保护法14). */
export const contactWords = ({ mail, phone, post }: ConfirmationTyped): TypedWords['typed'] =>
  [mail, phone, post].every(text => text === '') ? {} : { mail: [mail], phone: [phone], post: [post] }

/** 上次填的地址 Undefined where nothing was left, or no more than what has been signed. */
export function contactLeft(
  typed: TypedWords['typed'],
  signed: ConfirmationShown | null,
): ConfirmationTyped | undefined {
  const text = (name: keyof typeof contactBounds) => typed[name]?.[0] ?? ''
  const left = { mail: text('mail'), phone: text('phone'), post: text('post') }
  const same = (['mail', 'phone', 'post'] as const).every(name => left[name] === (signed?.contact[name] ?? ''))
  return isUnsent(typed) && !same ? { ...left, electronic: false } : undefined
}
