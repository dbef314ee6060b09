import type { Law } from '#kernel/definition'

export type Rank = NonNullable<Law['rank']>

const place = /^(?!城市|城镇|居民|农村)(.{1,10}?(省|自治区|特别行政区|市|县|自治州|区|旗|兵团))/
const ofMinistry = /(部|委|委员会|总局|局|署|办)令|令第?\d*号?|总局令|部令|委令/

/**
 * 位阶 What kind of instrument a law is by its name and number, as far as that tells: of those the library does not know.
 * 〔2020〕5号 is a document; 实施《…法》办法 of a region is its congress's regulation.
 */
export function rankOfName(name: string, number = ''): Rank | undefined {
  const local = place.test(name.replace(/^(中华人民共和国|国务院)/, ''))
  if (/[〔[（(]\d{4}[)）\]〕]\s*\d+\s*号|发\s*\d{4}/.test(`${name}${number}`)) return 'document'
  if (/(通知|意见|规程|规范|方案|纪要|函|批复|目录|清单|标准)$/.test(name)) return 'document'
  if (local && /实施.*法.*办法|条例$/.test(name)) return 'local-regulation'
  if (local && /(办法|规定|细则)$/.test(name)) return 'local-rule'
  if (/(^|[^办])法$/.test(name) && !local) return 'law'
  if (/条例$/.test(name)) return 'regulation'
  if (/(办法|规定|细则|规则)$/.test(name))
    return /国务院/.test(`${name}${number}`) && !ofMinistry.test(number) ? 'regulation' : 'rule'
  return undefined
}

/** The highest first. */
const order: readonly Rank[] = ['law', 'regulation', 'local-regulation', 'rule', 'local-rule', 'document']

export const highest = (ranks: readonly Rank[]): Rank | undefined => order.find(rank => ranks.includes(rank))
export const isBelow = (rank: Rank, least: Rank): boolean => order.indexOf(rank) > order.indexOf(least)
export const rankWords: Readonly<Record<Rank, string>> = {
  law: '法律',
  regulation: '行政法规',
  'local-regulation': '地方性法规',
  rule: '部门规章',
  'local-rule': '地方政府规章',
  document: '规范性文件',
}
