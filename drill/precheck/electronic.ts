import { papersOf } from '#portals/public'
import { jpegOf, sheet } from '../../test/harness/papers.ts'
import { textPdf } from '../../test/harness/text-papers.ts'
import type { Chance } from '../fuzz/chance.ts'
import type { Application } from './application.ts'
import { paperName } from './faults.ts'
import { paperText } from './paper-texts.ts'

/** A page from a printer that is nearly out of ink. */
const pale = jpegOf(sheet(620, 877, 22, 170))

/** 电子化 The same application with about half of its papers as electronic files, and now and then a pale scan. */
export async function electronic(application: Application, chance: Chance): Promise<Application> {
  const papers: Record<string, Buffer | undefined> = { ...application.papers }
  for (const paper of papersOf(application.published.compiled, application.answers)) {
    if (chance.once(2)) papers[paper.id] = await textPdf(paperText(paperName(paper), application.applicant, chance))
    else if (chance.once(8)) papers[paper.id] = pale
  }
  return { ...application, papers }
}
