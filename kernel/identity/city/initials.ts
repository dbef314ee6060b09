import type { Region } from '../records.ts'

/** What the files say of a place or of a kind of organ, where they say something. */
export type Said = ReadonlyMap<string, string>

const kinds = /(?:街道|镇|乡|农场|市|区|县)$/

/** 沈 for a city, 沈和 for its district, 沈和浑河湾 for a street there; what the files say stands instead of all of it. */
function ofPlace(code: string, regions: ReadonlyMap<string, Region>, said: Said): string {
  const own = said.get(code)
  const region = regions.get(code)
  if (own !== undefined || !region) return own ?? ''
  const before = region.parent === null ? '' : ofPlace(region.parent, regions, said)
  return before + (region.kind === 'street' ? region.name.replace(kinds, '') : [...region.name][0]!)
}

/**
 * 机关代字 What stands for an organ in the numbers of its papers (党政机关公文处理工作条例9(5)), where its own line does not say it: its place and its kind, 沈和 + 审批;
 * its name, where the kind has none.
 */
export const initialsOf = (
  { type, name, region }: { readonly type: string; readonly name: string; readonly region: string },
  {
    places,
    kinds: ofKind,
    regions,
  }: { readonly places: Said; readonly kinds: Said; readonly regions: ReadonlyMap<string, Region> },
): string => {
  const kind = ofKind.get(type)
  return kind === undefined ? name.replace(/[(（].*$/, '') : ofPlace(region, regions, places) + kind
}
