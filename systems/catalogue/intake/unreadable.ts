import { refusal } from '#kernel/refusal'

export const importUnreadable = refusal('IMPORT_UNREADABLE', 422, 'The file is no published item')

const form = 'Hand in one published item, or a list of them, as JSON, CSV or the HTML of its page.'

export const unreadable = (detail: string, remedy = form) => importUnreadable({ detail, remedy })
