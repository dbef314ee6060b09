import { unmarkedIn } from './reading.ts'

export interface Read {
  readonly status: number
  readonly html: string
  readonly to: string
}
export type Get = (path: string) => Promise<Read>

/** Addresses that lead elsewhere than to a page in somebody's language. */
const other =
  /^\/(?:style-|icon\.svg|passkey\.js|files\/|office|trail|oidc|api|mine\/cases\/\d+\/(?:proof|papers)|apply\/[^/]+\/batch\/template|demo\/enter)/
const plainly = (address: string): string => address.replaceAll('&amp;', '&')
const linksIn = (body: string): readonly string[] =>
  [...body.matchAll(/<a\b[^>]*?\shref="(\/[^"]*)"/g)].map(([, to]) => plainly(to!))
const keeps = (address: string): boolean => /[?&]lang=en\b/.test(address) && /[?&]elder=1\b/.test(address)
const hidden = ['name="lang" value="en"', 'name="elder" value="1"']

/** Links and forms that would lead somebody back to Chinese or to small type. */
function forgetfulIn(body: string): readonly string[] {
  const links = linksIn(body).filter(to => !other.test(to) && !/[?&]lang=zh\b/.test(to) && !keeps(to))
  const forms = [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head, inside]) => {
    const action = plainly(/\saction="(\/[^"]*)"/.exec(head!)?.[1] ?? '')
    if (other.test(action) || action === '/elder') return []
    const kept = head!.includes('method="get"') ? hidden.every(one => inside!.includes(one)) : keeps(action)
    return kept ? [] : [`the form to ${action}`]
  })
  return [...links, ...forms]
}

/** 英文一页 What is wrong with one page for somebody who reads English, in large type. */
export async function faultsInEnglish(get: Get, path: string): Promise<readonly string[]> {
  const [place = '', query = ''] = path.split('?')
  const page = await get(`${place}?${query === '' ? '' : `${query}&`}lang=en&elder=1`)
  const faults: string[] = []
  const say = (fault: string) => void faults.push(`${path}: ${fault}`)
  if (page.status === 303) return keeps(page.to) ? [] : [`${path}: leads to ${page.to}`]
  if (!/^<!doctype html>/.test(page.html)) return [`${path}: ${page.status} is no page`]
  if (!/<html lang="en" class="elder">/.test(page.html)) say('is not English in large type')
  for (const piece of unmarkedIn(page.html)) say(piece)
  for (const one of forgetfulIn(page.html)) say(`forgets language or size: ${one}`)
  if (page.status >= 400) return faults
  const [chinese = ''] = linksIn(page.html).filter(to => /[?&]lang=zh\b/.test(to))
  const said = (text: string) => [...new URLSearchParams(text)].map(String).sort().join(' ')
  const [otherPlace, otherQuery = ''] = chinese.split('?')
  if (otherPlace !== encodeURI(decodeURI(place)) || said(otherQuery) !== said(`${query}&lang=zh&elder=1`))
    say(`the other language is at ${chinese}`)
  const same = await get(chinese)
  if (same.status !== page.status || !/<html lang="zh-CN" class="elder">/.test(same.html))
    say(`in Chinese it answers ${same.status}`)
  return faults
}
