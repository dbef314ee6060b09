/** 发送途径 The ways out of the house: mail 邮件, short message 短信, postal letter 邮政信函. What is told inside the house needs none. */
export const ways = ['mail', 'sms', 'post'] as const
export type Way = (typeof ways)[number]

/** 待发消息 One message as a carrier is given it. */
export interface Outgoing {
  /** 幂等键 The same for the same message, however often it is handed over: a carrier that has it already sends it no second time. */
  readonly id: string
  /** A mailbox, a telephone, or the lines of a postal address. */
  readonly to: string
  readonly subject: string
  readonly text: string
  /** A letter holds its paper as PDF; mail and short messages hold none. */
  readonly paper?: { readonly name: string; readonly bytes: Buffer }
}

/** 承运答复 What the carrier said; `proof` is a code of his, never a text: those quote addresses. */
export type Answer =
  | { readonly kind: 'taken'; readonly proof: string; readonly tracking?: string }
  /** For good: the address or the message is wrong. */
  | { readonly kind: 'refused'; readonly proof: string }
  | { readonly kind: 'later'; readonly proof: string }

/** 回报 What the carrier says afterwards: it is there, it came back, nobody took it. */
export interface Report {
  readonly id: string
  readonly kind: 'arrived' | 'bounced' | 'returned' | 'refused'
  /** The day it happened, where he says it. */
  readonly on?: string
  readonly proof: string
  readonly tracking?: string
}

/**
 * 途径适配 One way out, one file. `send` may throw or be silent until its signal: then nobody knows whether it was taken, and it is handed over
 * again under the same id. `reports` hands on each word that came back, and forgets it once it was taken.
 */
export interface MessageWay {
  readonly way: Way
  send(message: Outgoing, signal: AbortSignal): Promise<Answer>
  reports?(take: (report: Report) => Promise<void>): Promise<void>
}

const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu

/** One line, whatever was typed: no sign in it begins another line, a header, or writes backwards. */
export const oneLine = (text: string): string => text.replaceAll(unprintable, ' ').trim()

const mailbox =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/
export const isMailbox = (text: string): boolean => text.length <= 254 && mailbox.test(text)
export const isTelephone = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)
/** Two lines at least would be usual; one is enough to bring a letter to a village. */
export const isPostalAddress = (text: string): boolean =>
  text.length >= 5 && text.length <= 200 && oneLine(text) === text
