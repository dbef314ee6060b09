/** 文书的一段 A paragraph, a heading over some, or a labelled value. */
export type Block =
  | { readonly kind: 'text' | 'heading'; readonly text: string }
  | { readonly kind: 'pair'; readonly label: string; readonly text: string }

/** 版式文书 What stands on a paper of the city: words only, taken from the case; how it is set follows from its form. */
export interface Paper {
  /** `letter`: an official letter (公文); `certificate`: a framed sheet (证照). */
  readonly form: 'letter' | 'certificate'
  /** 发文机关 Whose paper it is, in full. */
  readonly organ: string
  /** 文号 */
  readonly number: string
  readonly title: string
  /** 主送 To whom; a certificate has none. */
  readonly addressee: string | null
  readonly blocks: readonly Block[]
  /** 成文日期 As it is written out: 2026年3月2日. */
  readonly dated: string
  /** When what it says happened: stands in the file and its signature, so that the same paper has the same bytes. */
  readonly at: Temporal.Instant
  /** 查验 The code that is printed, what the square code holds, and the lines beside it; a notice that decides nothing has none. */
  readonly check?: { readonly address: string; readonly lines: readonly string[] }
  /** The fixed words of a sheet. */
  readonly words: {
    /** 样本 */
    readonly sample: string
    /** What the seal is called to whoever cannot see it. */
    readonly seal: string
    readonly code: string
    /** 签名理由 */
    readonly reason: string
    /** `：` behind an addressee and a label. */
    readonly colon: string
  }
}

/** Every text that is printed. */
export const textsOf = ({ organ, number, title, addressee, blocks, dated, check, words }: Paper): readonly string[] => [
  organ,
  number,
  title,
  addressee ?? '',
  ...blocks.flatMap(block => (block.kind === 'pair' ? [block.label, block.text] : [block.text])),
  dated,
  ...(check?.lines ?? []),
  words.sample,
  words.colon,
  '0123456789— ',
]
