import { itemTypes } from '#kernel/code'
import type { Entry } from './entry.ts'

const kinds: Readonly<Record<string, string>> = {
  permit: itemTypes['01']!,
  penalty: itemTypes['02']!,
  compulsion: itemTypes['03']!,
  levy: itemTypes['04']!,
  benefit: itemTypes['05']!,
  inspection: itemTypes['06']!,
  confirmation: itemTypes['07']!,
  reward: itemTypes['08']!,
  adjudication: itemTypes['09']!,
  other: itemTypes['10']!,
  service: itemTypes['20']!,
}

const filled = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

/**
 * 导出清单 The entries as a list that can be taken in again: one row a line, keys in one order, codes side by side, so that the same
 * entries are the same bytes.
 */
export function writeList(source: string, entries: readonly Entry[]): string {
  const rows = entries.map(entry => {
    const { id, name, nameEn, drawer, levels, region, organ, organName, organUscc, standing, item } = entry
    const codes = entry.codes.map(({ scheme, value }) => ({ scheme, value }))
    const { reason, note, confirmedBy, confirmedOn } = entry
    return JSON.stringify(
      filled({
        ...{ department: organName, name, kind: kinds[drawer] ?? drawer, code: codes[0]?.value ?? null, codes },
        ...{
          id,
          nameEn,
          organId: organ,
          deptCode: organUscc,
          region,
          levels,
          standing,
          item,
          reason,
          note,
          confirmedBy,
          confirmedOn,
        },
      }),
    )
  })
  return `{"source": ${JSON.stringify(source)}, "count": ${rows.length}, "items": [\n${rows.join(',\n')}\n]}\n`
}
