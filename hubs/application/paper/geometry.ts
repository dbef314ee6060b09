/** Points in a millimetre. */
export const mm = 72 / 25.4

/** 三号, 二号, 四号, 小四 in points. */
export const sizes = { three: 16, two: 22, four: 14, small: 12 } as const

const rows = 22
/** From one line to the next: the first stands at the head of the type area and the twenty-second at its foot (撑满版心). */
const leading = (225 * mm - sizes.three) / (rows - 1)

/**
 * 版面 GB/T 9704-2012, 5.1–5.2: A4, 37 mm above and 28 mm left of a type area of 156 × 225 mm, 22 lines a page of 28 signs of size three (16 pt).
 */
export const sheet = {
  width: 210 * mm,
  height: 297 * mm,
  top: 37 * mm,
  left: 28 * mm,
  wide: 156 * mm,
  high: 225 * mm,
  rows,
  leading,
  /** Between two lines: seven eighths of a sign (3.2). */
  gap: leading - sizes.three,
  /** Below the last line and its gap: where no other line begins. */
  foot: 37 * mm + rows * leading,
} as const

/** What is taken off behind each sign, so that 28 of them fill a line exactly. */
export const tightened = sheet.wide / 28 - sizes.three

export const ink = '#000000'
export const red = '#c8102e'
