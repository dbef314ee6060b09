const name = 'plumbline-elder'

/** 大字版 Chosen once, it holds on this device for a year; nothing else is in it. */
export const elderCookie = (on: boolean, secure: boolean): string =>
  [
    `${name}=${on ? '1' : ''}`,
    'Path=/',
    'SameSite=Lax',
    'HttpOnly',
    `Max-Age=${on ? 31_536_000 : 0}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')

/** What the address says goes before what was chosen: a shared address shows what it says. */
export function isElder(asked: string | undefined, cookie: string | undefined): boolean {
  if (asked === '1') return true
  if (asked === '0') return false
  return (cookie ?? '').split(';').some(part => part.trim() === `${name}=1`)
}
