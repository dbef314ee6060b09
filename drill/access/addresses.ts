import type { Things } from './asking.ts'

/** What must be said behind the question mark, by address: without it a list is sent back for its form before anybody asks whose it is. */
const queries: Readonly<Record<string, string>> = {
  '/apply/:item/batch': 'organ=:organ',
  '/apply/:item/batch/template': 'organ=:organ',
  '/api/administration/organs': 'words=局',
  '/api/administration/item-moves/trial': 'item=:moved&from=1&to=2',
  '/api/cases': 'party=:party',
  '/api/cases/:number/proof': 'seq=1',
  '/api/items/:item/implementations/:organ/difference': 'from=1&to=1',
  '/api/mandates': 'party=:party&presence=:presence',
  '/api/search': 'q=信息',
  '/complain/unnamed': 'organ=210102-approval-bureau',
}

/** Fills an address in: with the things of somebody, else with what exists and is public. */
export function addressOf(path: string, things: Things): string {
  const known: Readonly<Record<string, string>> = {
    number: things.case,
    caseId: things.draft,
    draft: things.draft,
    mandate: things.mandate,
    batch: things.batch,
    file: things.file,
    item: 'information-request',
    organ: '210100-city-government',
    site: '210100-city-government',
    material: 'application',
    law: '行政许可法',
    version: '1',
    page: '1',
    lifeEvent: 'build-a-plant',
    verb: 'makeStatement',
    form: 'withdraw',
    register: 'enterprise',
    kind: 'reconsideration',
    code: 'CASE_NOT_FOUND',
    ...things.also,
  }
  const named = (name: string) => encodeURIComponent(known[name] ?? 'nothing')
  const [bare = '', asked] = path.split('?')
  const query = asked ?? queries[bare]?.replaceAll(/(?<==)([^:&]+)/g, (_, said: string) => encodeURIComponent(said))
  const whole = query === undefined ? bare : `${bare}?${query}`
  return whole.replaceAll(/:(\w+)/g, (_, name: string) => named(name))
}
