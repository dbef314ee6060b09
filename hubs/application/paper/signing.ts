import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { P12Signer } from '@signpdf/signer-p12'
import { type Clock, libraryDate } from '#kernel/clock'
import { refusal } from '#kernel/refusal'

export const paperKeyMissing = refusal('PAPER_KEY_MISSING', 503, 'The city has no certificate to sign papers with')
export const paperKeyExposed = refusal('PAPER_KEY_EXPOSED', 503, 'Others can read the key that signs papers')

/** 签章者 Signs the bytes of a paper, always alike for the same bytes and time. */
export interface PaperSigner {
  /** Bytes that a signature takes at most. */
  room(): Promise<number>
  sign(pdf: Buffer, at: Date): Promise<Buffer>
}

/** A certificate that vouches for itself, on an RSA key of 2,048 bits: every reader of PDF can check it, and none trusts it, which is right for a sample. */
async function makeCertificate(clock: Clock, name: string, password: string): Promise<Buffer> {
  // Loaded only where a certificate is made: half a megabyte of cryptography in JavaScript.
  const { default: forge } = await import('node-forge')
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  // Positive, as RFC 5280 4.1.2.2 wants it.
  certificate.serialNumber = `00${randomBytes(15).toString('hex')}`
  const today = clock.today()
  const day = (years: number) => libraryDate(today.add({ years }).toZonedDateTime('UTC').toInstant())
  // A demonstration lives its past months within a minute: what is dated in them is signed with this certificate too.
  certificate.validity.notBefore = day(-3)
  certificate.validity.notAfter = day(10)
  const subject = [{ name: 'commonName', value: name, valueTagClass: forge.asn1.Type.UTF8 }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true },
  ])
  certificate.sign(key, forge.md.sha256.create())
  const file = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'binary')
}

/** Whole before it has its name: another process of the city may be starting too, and whoever is first has made it. */
function keep(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}`
  writeFileSync(draft, bytes, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
  } catch (fault) {
    if (!existsSync(path)) throw fault
  } finally {
    unlinkSync(draft)
  }
}

export interface PaperKeySettings {
  /** PKCS #12; beside it `<path>.password` where it has one. */
  readonly path: string
  /** Makes one that is missing: a demonstration or test, never production. */
  readonly create: boolean
  readonly clock: Clock
  /** 样本 Whose name a made certificate bears. */
  readonly name: string
}

/**
 * 签章证书 Opens the city's certificate when the first paper is signed. In production it is brought, with its password in a file beside it; elsewhere a
 * sample is made on first use. @throws PAPER_KEY_MISSING, PAPER_KEY_EXPOSED
 */
export function makePaperSigner({ path, create, clock, name }: PaperKeySettings): PaperSigner {
  let opened: Promise<() => P12Signer> | undefined
  async function open(): Promise<() => P12Signer> {
    if (!existsSync(path)) {
      if (!create)
        throw paperKeyMissing({
          facts: { path },
          remedy: 'Bring the certificate as PKCS #12 under this name, its password in a file beside it.',
        })
      keep(path, await makeCertificate(clock, name, ''))
    }
    const passwordFile = `${path}.password`
    const files = existsSync(passwordFile) ? [path, passwordFile] : [path]
    if (files.some(file => (statSync(file).mode & 0o077) !== 0))
      throw paperKeyExposed({ remedy: 'chmod 600 both files' })
    const passphrase = files.length > 1 ? readFileSync(passwordFile, 'utf8').trimEnd() : ''
    const file = readFileSync(path)
    const { P12Signer } = await import('@signpdf/signer-p12')
    // A signer reads its file once: each paper has its own.
    return () => new P12Signer(file, { passphrase })
  }
  const signerOf = async (): Promise<P12Signer> => {
    opened ??= open().catch(fault => {
      opened = undefined
      throw fault
    })
    return (await opened)()
  }
  let length: number | undefined
  return {
    async room() {
      // RSA signs alike at length whatever is signed; a few bytes more for another way to write the time.
      length ??= (await (await signerOf()).sign(Buffer.alloc(1), libraryDate(clock.now()))).length + 16
      return length
    },
    async sign(pdf, at) {
      const { SignPdf } = await import('@signpdf/signpdf')
      return new SignPdf().sign(pdf, await signerOf(), at)
    },
  }
}
