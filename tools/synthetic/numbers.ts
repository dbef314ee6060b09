import { composeCitizen, composeUscc } from '#kernel/code'

/** Numbers that pass every form and belong to nobody: a division of Liaoning that does not exist, organisation codes that begin with DEM. */

/** No city 99 exists in Liaoning: the number passes the province check and its check digit, and nobody was ever given it. */
export const demoDivision = '219900'

/** 公民身份号码 GB 11643, from a birthday (`1990-01-01`) and a serial below 1,000. */
export const demoCitizenNumber = (birthday: string, serial: number): string =>
  composeCitizen(demoDivision, birthday, String(serial % 1000).padStart(3, '0'))

/** 统一社会信用代码 GB 32100: `11` organ, `91` firm; a district; a serial below 100,000. */
export const demoCreditCode = (kind: '11' | '91', district: string, serial: number): string =>
  composeUscc(kind, district, `DEM${String(serial).padStart(5, '0')}`)

/** 手机号 Eleven digits of a block used for demonstration. */
export const demoPhone = (serial: number): string => `1990${String(serial % 10_000_000).padStart(7, '0')}`
