import { citizenName, firmName } from './names.ts'
import { demoCitizenNumber, demoCreditCode, demoPhone } from './numbers.ts'
import { makeRandom } from './random.ts'

export interface SyntheticPerson {
  readonly name: string
  readonly citizen: string
  readonly phone: string
  readonly birthday: string
  /** Region code of the street he lives in. */
  readonly street: string
}

export interface SyntheticFirm {
  readonly name: string
  readonly uscc: string
  readonly phone: string
  /** Region code of its district. */
  readonly district: string
  /** Place of its legal representative in `persons`. */
  readonly representative: number
}

export interface SyntheticCity {
  readonly persons: readonly SyntheticPerson[]
  readonly firms: readonly SyntheticFirm[]
}

export interface SyntheticSettings {
  readonly seed: number
  readonly persons: number
  readonly firms: number
  /** Street codes; a firm's district is the first six digits. */
  readonly streets: readonly string[]
}

/** 合成人口 People and firms who do not exist, with numbers that pass every check and belong to nobody. Same seed, same city. */
export function makeCity({ seed, persons, firms, streets }: SyntheticSettings): SyntheticCity {
  const random = makeRandom(seed)
  const first = Temporal.PlainDate.from('1945-01-01')
  const people = Array.from({ length: persons }, (_, n): SyntheticPerson => {
    // Birthdays step with the number, so that no two persons ever share birthday and serial.
    const birthday = first.add({ days: Math.floor(n / 1000) * 37 + random.below(37) + 9000 }).toString()
    return {
      name: citizenName(n),
      birthday,
      citizen: demoCitizenNumber(birthday, n % 1000),
      phone: demoPhone(n),
      street: random.pick(streets),
    }
  })
  return {
    persons: people,
    firms: Array.from({ length: firms }, (_, n): SyntheticFirm => {
      const district = random.pick(streets).slice(0, 6)
      return {
        name: firmName(n + 1),
        uscc: demoCreditCode('91', district, 10_000 + n),
        phone: demoPhone(5_000_000 + n),
        district,
        representative: random.below(persons),
      }
    }),
  }
}
