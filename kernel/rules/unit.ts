/** Canonical text of a product of units: `kWh/a`, `fen/m2`; undefined is a pure number. */
type Powers = ReadonlyMap<string, number>

function powersOf(unit: string | undefined): Powers {
  const powers = new Map<string, number>()
  if (unit === undefined || unit === '1') return powers
  for (const [index, part] of unit.split('/').entries())
    for (const name of part.split(/[*·]/))
      if (name.trim() !== '' && name.trim() !== '1')
        powers.set(name.trim(), (powers.get(name.trim()) ?? 0) + (index === 0 ? 1 : -1))
  return powers
}

function textOfPowers(powers: Powers): string | undefined {
  const repeat = (sign: 1 | -1) =>
    [...powers]
      .filter(([, power]) => power * sign > 0)
      .flatMap(([name, power]) => Array.from({ length: power * sign }, () => name))
      .sort()
  const [above, below] = [repeat(1), repeat(-1)]
  if (above.length + below.length === 0) return undefined
  return [above.join('*') || '1', ...below].join('/')
}

function combine(a: string | undefined, b: string | undefined, sign: 1 | -1): string | undefined {
  const powers = new Map(powersOf(a))
  for (const [name, power] of powersOf(b)) powers.set(name, (powers.get(name) ?? 0) + sign * power)
  return textOfPowers(powers)
}

/** The unit in its canonical spelling, so that `kWh·h/a` and `h*kWh/a` are one. */
export function canonicalUnit(unit: string | undefined): string | undefined {
  if (unit === undefined) return undefined
  return /[/*·1\s]/.test(unit) ? textOfPowers(powersOf(unit)) : unit || undefined
}

export const multiplyUnits = (a: string | undefined, b: string | undefined) => combine(a, b, 1)

export const divideUnits = (a: string | undefined, b: string | undefined) => combine(a, b, -1)
