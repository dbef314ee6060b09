import { isIP } from 'node:net'
import type { BlindIndex } from '#kernel/party'

/** 账户名 What people type to say who they are. */
export type NameScheme = 'citizen' | 'passport' | 'phone' | 'personnel'

/** Full-width signs, spaces and hyphens aside, in capitals. */
export const typedName = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

const forms: readonly (readonly [NameScheme, RegExp])[] = [
  ['citizen', /^\d{17}[\dX]$/],
  ['phone', /^(\+86)?1\d{10}$/],
  ['personnel', /^[A-Z0-9._]{1,64}$/],
  ['passport', /^[A-Z0-9]{5,20}$/],
]

export const nameTag = (index: BlindIndex, scheme: NameScheme, value: string): Buffer =>
  index.tag(`sign-in:${scheme}`, typedName(value))

/** The tags a typed name may have, as many for every name, the likeliest first. */
export function tagsOfName(index: BlindIndex, typed: string): readonly Buffer[] {
  const name = typedName(typed)
  const likely = forms.filter(([, form]) => form.test(name)).map(([scheme]) => scheme)
  const others = forms.map(([scheme]) => scheme).filter(scheme => !likely.includes(scheme))
  return [...likely, ...others].map(scheme => nameTag(index, scheme, name))
}

/** 设备 The browser and the system, in two words, for the owner to know it again. */
export function deviceNamed(agent: string): string {
  const browser = /MicroMessenger/.test(agent)
    ? 'WeChat'
    : /Edg\//.test(agent)
      ? 'Edge'
      : /Firefox\//.test(agent)
        ? 'Firefox'
        : /Chrome\//.test(agent)
          ? 'Chrome'
          : /Safari\//.test(agent)
            ? 'Safari'
            : '?'
  const system = /HarmonyOS|OpenHarmony/.test(agent)
    ? 'HarmonyOS'
    : /Android/.test(agent)
      ? 'Android'
      : /iPhone|iPad/.test(agent)
        ? 'iOS'
        : /Windows/.test(agent)
          ? 'Windows'
          : /Mac OS X/.test(agent)
            ? 'macOS'
            : /Linux/.test(agent)
              ? 'Linux'
              : '?'
  return `${browser} · ${system}`
}

/** The part of an address that says from which network: enough for the owner, too little to follow him by. */
export function networkNamed(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) === 4) return `${plain.split('.').slice(0, 2).join('.')}.*`
  return isIP(plain) === 6 ? `${plain.split(':').slice(0, 2).join(':')}:*` : '?'
}

/** What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...middle, ...right].slice(0, 4).join(':')
}
