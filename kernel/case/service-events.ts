/** 送达的事件 What was served, in which way, and from which day it counts. */
export interface ServiceEvents {
  'service.made': {
    of: string
    way: string
    on: string
    receipt: boolean
    announcedOn?: string
    party?: string
    delivery?: string
  }
}
