import type { MessageWay, Outgoing, Way } from './message.ts'

/** What a carrier does wrong, one fault a message. `silent`: it has the message and never says so. */
export type CarrierFault = 'slow' | 'busy' | 'refused' | 'bounced' | 'duplicate' | 'silent'

/** 承运仿真 What a simulated carrier was handed, and what really left it: a message it has already leaves no second time. */
export interface Carried<Message> {
  /** What goes wrong with the next messages, in order; afterwards nothing does. */
  readonly faults: CarrierFault[]
  readonly heard: string[]
  readonly left: Message[]
}

const kept = 100

/** 模拟途径 Keeps the last messages instead of sending them: for demonstrations, where nobody invented has a mailbox. */
export function keepMessages(way: Way): MessageWay & { readonly kept: readonly Outgoing[] } {
  const all: Outgoing[] = []
  return {
    way,
    kept: all,
    async send(message) {
      if (all.some(({ id }) => id === message.id)) return { kind: 'taken', proof: 'THERE_ALREADY' }
      all.push(message)
      if (all.length > kept) all.shift()
      return { kind: 'taken', proof: 'SIMULATED' }
    },
  }
}
