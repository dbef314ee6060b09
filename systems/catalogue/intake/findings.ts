import type { Provision } from '#kernel/definition'
import type { Decided, Faulty } from './account.ts'

/**
 * 补定与违法 What an account says besides where each element went: what was decided for the draft, what the law says against it, and from which
 * element each of its settings came.
 */
export function openFindings() {
  const decided: Decided[] = []
  const faulty = new Map<string, Faulty>()
  /** Where parts of the draft came from, so that what the law says against a setting is told of its source. */
  const origins = new Map<string, string>()
  return {
    decided: (): readonly Decided[] => decided,
    faulty: (): readonly Faulty[] => [...faulty.values()],
    /** The first place a setting came from stands. */
    from(setting: string, source: string): void {
      if (!origins.has(setting)) origins.set(setting, source)
    },
    told: {
      /** A draft begins: what the law says against its settings is told of its own elements. */
      begin: (): void => origins.clear(),
      decide(setting: string, text: string, basis?: Provision): void {
        if (!decided.some(one => one.setting === setting && one.text === text))
          decided.push({ setting, text, ...(basis && { basis }) })
      },
      fault(fault: Faulty): void {
        const key = `${fault.source} ${fault.rule} ${fault.text}`
        if (!faulty.has(key)) faulty.set(key, fault)
      },
      repaired(rule: string, source: string, how: string): void {
        for (const [key, one] of faulty)
          if (one.rule === rule && one.source === source && one.repaired === undefined)
            faulty.set(key, { ...one, repaired: how })
      },
      /** The element a setting came from, or the setting itself. */
      originOf(setting: string): string {
        const found = [...origins.keys()]
          .filter(one => setting === one || setting.startsWith(`${one}.`))
          .sort((a, b) => b.length - a.length)[0]
        return found === undefined ? setting : origins.get(found)!
      },
    },
  }
}
