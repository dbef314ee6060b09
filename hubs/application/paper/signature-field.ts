interface Reference {
  readonly data: Record<string, unknown>
  end(): void
}
interface Inner {
  ref(data: Readonly<Record<string, unknown>>): Reference
  readonly page: { readonly dictionary: Reference; readonly annotations: unknown[] }
  readonly _root: Reference
}

export interface SignatureSaid {
  readonly name: string
  readonly reason: string
  readonly at: Date
  /** Bytes to keep for the signature. */
  readonly room: number
}

/** A string object: pdfkit takes a plain one for a name. */
const text = (said: string): object => new String(said)

/**
 * 签名域 An invisible field on the page that is open, with room for the signature and its place in the file; `@signpdf/signpdf` fills both in. Written
 * by hand, because the helper that does it brings a PDF writer of ten years ago with it.
 */
export function addSignatureField(doc: PDFKit.PDFDocument, { name, reason, at, room }: SignatureSaid): void {
  const inner = doc as unknown as Inner
  const unknown = '**********'
  const signature = inner.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'adbe.pkcs7.detached',
    ByteRange: [0, unknown, unknown, unknown],
    Contents: new Uint8Array(room),
    Reason: text(reason),
    M: at,
    Name: text(name),
  })
  const field = inner.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    Rect: [0, 0, 0, 0],
    V: signature,
    T: text('Signature1'),
    // Printed, locked: nobody moves it.
    F: 132,
    P: inner.page.dictionary,
  })
  inner.page.annotations.push(field)
  doc.initForm()
  const form = inner._root.data['AcroForm'] as Reference
  // Signatures exist, and the file may only grow (ISO 32000-1, 12.7.2); there is no appearance for a reader to make.
  Object.assign(form.data, { SigFlags: 3, Fields: [field], NeedAppearances: false })
  signature.end()
  field.end()
}
