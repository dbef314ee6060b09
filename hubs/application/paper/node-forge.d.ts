/** The little of node-forge that makes a certificate and its PKCS #12 file; the package has no types. */
declare module 'node-forge' {
  interface Key {
    readonly kind?: never
  }
  interface Asn1 {
    readonly kind?: never
  }
  interface NamePart {
    readonly name: string
    readonly value: string
    readonly valueTagClass?: number
  }
  interface Certificate {
    publicKey: Key
    serialNumber: string
    readonly validity: { notBefore: Date; notAfter: Date }
    setSubject(name: readonly NamePart[]): void
    setIssuer(name: readonly NamePart[]): void
    setExtensions(extensions: readonly Readonly<Record<string, unknown>>[]): void
    sign(key: Key, digest: unknown): void
  }
  const forge: {
    readonly pki: {
      privateKeyFromPem(pem: string): Key
      publicKeyFromPem(pem: string): Key
      createCertificate(): Certificate
      certificateToPem(certificate: Certificate): string
    }
    readonly md: { readonly sha256: { create(): unknown } }
    readonly pkcs12: {
      toPkcs12Asn1(
        key: Key,
        chain: readonly Certificate[],
        password: string,
        options: { readonly algorithm: '3des' | 'aes256' },
      ): Asn1
    }
    readonly asn1: { readonly Type: { readonly UTF8: number }; toDer(asn1: Asn1): { getBytes(): string } }
  }
  export default forge
}
