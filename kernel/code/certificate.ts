import { acceptedCode, findings, type Parsed, refusedCode } from './scheme.ts'
import { checkUscc } from './uscc.ts'

const prefix = '1.2.156.3005.2'
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export interface CertificateParts {
  /** 证照类型代码: the defining authority's USCC and three digits. */
  readonly typeCode: string
  readonly definedBy: string
  readonly typeNumber: string
  /** 颁发机构: a USCC, or a six-digit division. */
  readonly issuer: string
  readonly serial: string
  /** The next version of a certificate has the same serial and the next number. */
  readonly version: string
  readonly check: string
}

/** ISO/IEC 7064 MOD 37,36 over letters and digits. */
export function mod37Check(body: string): string {
  let product = 36
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 36 || 36
    product = (sum * 2) % 37
  }
  return alphabet[(37 - product) % 36]!
}

/** 电子证照标识 GB/T 36904: `1.2.156.3005.2.typeCode.issuer.serial.version.check`. */
export function parseCertificate(value: string): Parsed<CertificateParts> {
  const found = findings()
  const refuse = () => refusedCode<CertificateParts>('certificate', found.problems)
  if (!found.expect(value.startsWith(`${prefix}.`), 'prefix', `电子证照标识应以 ${prefix}. 开头`)) return refuse()
  const parts = value.slice(prefix.length + 1).split('.')
  if (!found.expect(parts.length === 5, 'parts', `前缀之后应有 5 段,现有 ${parts.length} 段`)) return refuse()
  const [typeCode, issuer, serial, version, check] = parts as [string, string, string, string, string]
  checkUscc(typeCode.slice(0, 18), found, '证照类型定义机构代码')
  found.expect(/^.{18}\d{3}$/.test(typeCode), 'type-number', '证照类型代码应为 18 位机构代码加 3 位数字')
  if (!/^\d{6}$/.test(issuer)) checkUscc(issuer, found, '颁发机构代码')
  found.expect(/^[0-9A-Z]{1,40}$/.test(serial), 'serial', `流水号“${serial}”应为数字或大写字母`)
  found.expect(/^\d{3}$/.test(version) && version !== '000', 'version', `版本号“${version}”应为 001–999`)
  if (!found.expect(/^[0-9A-Z]$/.test(check), 'check-shape', `校验位“${check}”应为一位数字或大写字母`)) return refuse()
  const body = `${typeCode}${issuer}${serial}${version}`
  if (/^[0-9A-Z]+$/.test(body))
    found.expect(mod37Check(body) === check, 'check', `校验位应为“${mod37Check(body)}”,现为“${check}”`)
  if (found.problems.length > 0) return refuse()
  const [definedBy, typeNumber] = [typeCode.slice(0, 18), typeCode.slice(18)]
  return acceptedCode('certificate', value, { typeCode, definedBy, typeNumber, issuer, serial, version, check })
}

export function composeCertificate(typeCode: string, issuer: string, serial: string, version: string): string {
  const check = mod37Check(`${typeCode}${issuer}${serial}${version}`)
  return [prefix, typeCode, issuer, serial, version, check].join('.')
}
