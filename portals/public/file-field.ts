import { type FileKind, fileKinds } from './apply/needs.ts'
import { attribute, type Html, html } from './html.ts'
import { mark } from './marks.ts'
import type { View } from './view.ts'

/** How large a file is, or may be: 2.5 MB. */
export const sizeSaid = (view: View, bytes: number): string =>
  bytes >= 1_048_576
    ? view.say('apply.file.megabytes', { size: (bytes / 1_048_576).toFixed(1) })
    : view.say('apply.file.kilobytes', { size: Math.max(1, Math.round(bytes / 1_024)) })

/** PDF、PNG、JPEG */
export const kindsSaid = (view: View, kinds: readonly FileKind[]): string =>
  kinds.map(kind => view.say(`apply.file.kind.${kind}`)).join(view.say('list.join'))

export interface FileAsked {
  readonly id: string
  readonly label: Html | string
  readonly kinds: readonly FileKind[]
  readonly maxFile: number
  readonly problem: string | undefined
  /** What was chosen before. */
  readonly held?: Html | null
}

/**
 * 选文件 One file to be chosen: what it may be, and what was wrong with the last. A telephone that is asked for JPEG makes one of its own kind of picture
 * (HEIC) before it sends it.
 */
export function fileField(view: View, { id, label, kinds, maxFile, problem, held }: FileAsked): Html {
  const limits = view.say('apply.file.limits', { kinds: kindsSaid(view, kinds), size: sizeSaid(view, maxFile) })
  const accepted = kinds.map(kind => fileKinds[kind]).join(',')
  return html`<div class="question${problem === undefined ? '' : ' wrong'}"><label for="${id}">${label}</label><p class="small quiet" id="${id}-help">${limits}</p>${problem === undefined ? null : html`<p class="problem" id="${id}-problem">${mark('cinnabar', problem)}</p>`}${held}<input type="file" id="${id}" name="file" accept="${accepted}"${attribute('aria-describedby', problem === undefined ? `${id}-help` : `${id}-problem ${id}-help`)}${attribute('aria-invalid', problem !== undefined && 'true')}></div>`
}
