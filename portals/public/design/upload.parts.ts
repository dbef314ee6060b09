import { type MaterialsShown, type Paper, paperSection } from '../apply/materials.page.ts'
import type { FileKept, Kept } from '../apply/needs.ts'
import { type Html, html } from '../html.ts'
import type { View } from '../view.ts'
import { draftShown, nobody } from './sample.ts'

const today = '2026-03-05'
const file = (view: View, more: Partial<FileKept> = {}): FileKept => ({
  file: 'sample',
  name: view.say('design.paper.file'),
  size: 1_310_720,
  on: today,
  ...more,
})

/** 材料上传 One paper in each state a row of uploads can be in. */
export function uploadParts(view: View): Html {
  const states: Readonly<Record<string, { kept?: Kept; paper?: Partial<Paper>; refused?: MaterialsShown['refused'] }>> =
    {
      none: { paper: { sign: view.say('design.paper.sign') } },
      refused: { refused: { material: 'refused', text: view.say('apply.file.none') } },
      there: { kept: { files: { there: [file(view)] } } },
      several: { kept: { files: { several: [file(view), file(view, { size: 65_536 })] } } },
      blank: { kept: { files: { blank: [file(view, { blank: true })] } } },
      blurred: { kept: { files: { blurred: [file(view, { blurred: true })] } } },
      stale: { kept: { files: { stale: [file(view, { on: '2026-02-02' })] } } },
      instead: { paper: { lateAllowed: true, commitment: true } },
      late: { kept: { instead: { late: 'late' } }, paper: { lateAllowed: true } },
      committed: { kept: { instead: { committed: 'committed' } }, paper: { commitment: true } },
    }
  return html`${Object.entries(states).map(([id, { kept = {}, paper = {}, refused }]) =>
    paperSection(
      view,
      { draft: draftShown(kept), person: nobody, today, maxFile: 10_485_760, refused },
      { id, name: view.say(`design.paper.${id}`), from: 'applicant', ...paper },
    ),
  )}`
}
