import { anchorOf, type ItemDefinition, type Limit, namedLimits, type Provision, type Text } from '#kernel/definition'

/** The Chinese of a text: the tables know no other language. */
export const zh = (text: Text | undefined): string =>
  text === undefined ? '' : typeof text === 'string' ? text : text.zh

/** 《节约能源法》第15条 */
export function cited({ law, articles }: Provision): string {
  const named = articles.map(
    article =>
      `第${String(article).replaceAll('(', '条第').replaceAll(')', '项')}${String(article).includes('(') ? '' : '条'}`,
  )
  return `《${law}》${named.join('、')}`
}

const endsOf = (id: string, { to }: Limit): readonly string[] => (to === undefined ? [id] : [to].flat()).map(anchorOf)

/**
 * 法定办结时限 The limit the law sets for what the promise is about: the organ's own, at most so long, ending where the promise ends or,
 * where nothing is promised, with the decision.
 */
export function statutoryLimit(definition: ItemDefinition): readonly [id: string, limit: Limit] | undefined {
  const promised = definition.limits['promised']
  const wanted = new Set(promised ? endsOf('promised', promised) : ['decide', 'decision'])
  return namedLimits(definition).find(
    ([id, limit]) =>
      limit.kind === 'max' &&
      limit.binds !== 'party' &&
      limit.promised !== true &&
      id !== 'promised' &&
      (limit.of ?? 'case') === 'case' &&
      endsOf(id, limit).some(end => wanted.has(end)),
  )
}

/** 本地编码 Codes of an item in schemes of its own city or province, whatever they are called. */
export function localCodeOf({ category }: ItemDefinition): readonly [path: string, value: string] | undefined {
  const found = Object.entries(category.codes ?? {}).find(([scheme]) => !scheme.startsWith('gb39554.'))
  return found && [`category.codes.${found[0]}`, found[1]]
}
