import { firstOfEach, type Place, places, stageOf, tried } from './making.ts'
import type { Maker, Rehearsed } from './wrong.ts'

const ways = ['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'] as const

/** Which delivery or notice it is. */
function servedAt({ item }: Rehearsed, { deed }: Place) {
  const named = stageOf(deed)
  const kind = deed.verb === 'deliver' ? 'delivery' : 'notice'
  return [...item.stages.values()].find(
    at =>
      (named === undefined ? at.kind === kind : at.stage === named) && deed.before.stages[at.stage]?.status === 'open',
  )
}

/** 送达、告知与公示 Without a receipt, in a way that is not named, without what must be stated, twice. */
export const ofService: Maker = rehearsed => {
  const all = places(rehearsed)
  const serving = firstOfEach(
    all.filter(({ deed }) => deed.verb === 'deliver' || deed.verb === 'notify'),
    ({ deed }) => `${deed.verb} ${stageOf(deed) ?? ''}`,
  )
  const { documents = [] } = rehearsed.item.definition.content
  return [
    ...serving.flatMap(place => {
      const service = servedAt(rehearsed, place)?.service
      if (!service) return []
      const strange = ways.find(way => !(service.ways as readonly string[]).includes(way))
      return [
        ...(service.receipt && place.deed.body['receipt'] === true
          ? [
              tried('service/without-receipt', ['SERVICE_WITHOUT_RECEIPT'], place, ({ body }) => ({
                body: { ...body, receipt: false },
              })),
            ]
          : []),
        ...(strange === undefined
          ? []
          : [
              tried('service/way-not-named', ['SERVICE_WAY_NOT_NAMED'], place, ({ body }) => ({
                body: { ...body, way: strange },
              })),
            ]),
      ]
    }),
    ...serving.flatMap(place => {
      const { verb, body } = place.deed
      const document = body['document'] ?? servedAt(rehearsed, place)?.needs?.[0]
      const must = documents.find(({ id }) => id === document)?.mustState ?? []
      return verb !== 'notify' || must.length === 0
        ? []
        : [
            tried('service/notice-incomplete', ['NOTICE_INCOMPLETE'], place, right => ({
              body: { ...right.body, states: must.slice(1) },
            })),
          ]
    }),
    ...firstOfEach(
      all.filter(
        ({ deed, at, told }) =>
          deed.verb === 'publish' && deed.body['kind'] === undefined && told.script.deeds.length > at + 1,
      ),
      () => 'publish',
    ).map(({ told, at, deed: { verb, body, actor } }) =>
      tried('publicity/twice', ['ACT_OUT_OF_ORDER'], { told, at: at + 1 }, () => ({ verb, body, actor })),
    ),
  ]
}
