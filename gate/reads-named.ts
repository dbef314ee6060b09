import type { Text } from '#kernel/definition'
import type { ReadShown } from '#portals/public'
import type { makeOwnData, RouteNeeds } from '#systems/power'

type Read = Awaited<ReturnType<ReturnType<typeof makeOwnData>['readsSeen']>>['items'][number]

/** 看了什么 A look at somebody’s case by the names that its item has for itself and for what it asks; a key says nothing to whoever was looked at. */
export const makeReadNames =
  ({ definitions, clock }: Pick<RouteNeeds, 'definitions' | 'clock'>) =>
  async (read: Read): Promise<ReadShown> => {
    if (read.ground !== 'case') return { ...read, item: null, labels: {} }
    const on = clock.today().toString()
    const content = (await definitions.current(read.groundName, on).catch(() => undefined))?.definition.content
    const labelOf = (field: string): Text | undefined => content?.form[field.replace(/\.masked$/, '')]?.label
    const labels = Object.fromEntries(
      read.fields.flatMap(field => {
        const label = labelOf(field)
        return label === undefined ? [] : [[field, label] as const]
      }),
    )
    return { ...read, item: content?.name ?? null, labels }
  }
