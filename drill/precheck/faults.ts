import { harmlessHarm } from '#hubs/data/upload'
import { papersOf } from '#portals/public'
import { blurredSheet, jpegOf, pdfOf, pngOf, scannedPdf, sheet } from '../../test/harness/papers.ts'
import { textPdf } from '../../test/harness/text-papers.ts'
import type { Chance } from '../fuzz/chance.ts'
import { citizenNumber, firmCode } from '../house.ts'
import { mustAnswers } from './answers.ts'
import { type Applicant, numberOfAnother } from './applicants.ts'
import type { Application, Said } from './application.ts'
import { failings, misspellingOf } from './break-answers.ts'
import { expiredText, mayRunOut, otherText, strangerText } from './paper-texts.ts'

/** One application with one fault in it, and what must be said of it. */
export interface Faulty {
  readonly application: Application
  /** Whether something that was said is about this fault: what is said of something else does not count. */
  found(said: readonly Said[]): boolean
  /** 机器看不见 No machine could know: it counts as not found like any other. */
  readonly unseen?: true
}

export interface Cast {
  /** Somebody of the other kind than the item is for. */
  readonly stranger: (application: Application) => Applicant | undefined
  /** Firms that are no longer on the register, by what they are. */
  readonly ended: readonly Applicant[]
  /** Those who hold a voucher that has run out. */
  readonly expired: readonly Applicant[]
  /** Those who have handed in this very application before. */
  readonly before: (application: Application) => Promise<Application>
  /** Questions that a register answers for this applicant, or the day. */
  readonly fixed: (application: Application) => readonly string[]
}

/** Spoils an application, or says that it has nothing to spoil in this way. */
type Spoil = (application: Application, chance: Chance, cast: Cast) => Faulty | undefined | Promise<Faulty | undefined>

const at =
  (...places: readonly string[]) =>
  (said: readonly Said[]) =>
    said.some(one => one.kind === 'wrong' && one.at.some(place => places.includes(place)))
/** Somebody is told to look at this place, or it is refused there. */
const pointedAt =
  (...places: readonly string[]) =>
  (said: readonly Said[]) =>
    said.some(one => one.at.some(place => places.includes(place)))
const coded =
  (...codes: readonly string[]) =>
  (said: readonly Said[]) =>
    said.some(one => codes.includes(one.code))

const without = <Value>(record: Readonly<Record<string, Value>>, name: string): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))

const readable = scannedPdf(sheet(620, 877, 22))
/** From softly out of focus, which may pass, to nothing but shades. */
const blurs = [2, 2.5, 3, 4, 5].map(soft => blurredSheet(620, 877, 22, soft))
const blurred = blurs.flatMap(drawn => [jpegOf(drawn), scannedPdf(drawn), pngOf(drawn)])
const blanks = [
  pdfOf({ content: 'q Q' }),
  scannedPdf(sheet(620, 877, 0)),
  jpegOf(sheet(620, 877, 0)),
  pngOf(sheet(620, 877, 0)),
]
const locked = [
  pdfOf({ trailer: '/Encrypt 9 0 R' }),
  readable.subarray(0, 4_000),
  jpegOf(sheet(400, 300, 4)).subarray(0, 3_000),
  pngOf(sheet(120, 90, 1)),
  Buffer.concat([pngOf(sheet(300, 300, 3)).subarray(0, 60), Buffer.alloc(500, 0x41), Buffer.from('IEND')]),
]
const otherKinds = [
  Buffer.from('504b030414000000[Content_Types].xml', 'latin1'),
  Buffer.concat([Buffer.from('504b03041400000008000000', 'hex'), Buffer.from('[Content_Types].xml word/document.xml')]),
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic'), Buffer.alloc(60)]),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  Buffer.concat([Buffer.from('504b03041400000008000000', 'hex'), Buffer.from('scan.pdf')]),
]
const harmful = [
  pdfOf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' }),
  pdfOf({ catalog: '/Names << /EmbeddedFiles 9 0 R >>' }),
  pdfOf({ trailer: `/Info (${harmlessHarm})` }),
]

/** A paper that is asked for, sent as something else. */
const sendingInstead =
  (files: readonly Buffer[]): Spoil =>
  (application, chance) => {
    const asked = papersOf(application.published.compiled, application.answers)
    if (asked.length === 0) return undefined
    const { id } = chance.pick(asked)
    return {
      application: { ...application, papers: { ...application.papers, [id]: chance.pick(files) } },
      found: at(id),
    }
  }
/** One in so many is of a kind that no machine can see. */
function seldom(inSoMany: number, unseen: Spoil, spoil: Spoil): Spoil {
  let drawn = 0
  return async (application, chance, cast) => {
    const spoilt = (drawn + 1) % inSoMany === 0 ? await unseen(application, chance, cast) : undefined
    const made = spoilt ? ({ ...spoilt, unseen: true } as const) : await spoil(application, chance, cast)
    if (made) drawn++
    return made
  }
}

type Paper = ReturnType<typeof papersOf>[number]
export const paperName = ({ id, name }: Paper): string => (typeof name === 'string' ? name : (name?.zh ?? id))

/** A paper with text that is not what it should be; `code` is what must be said of this very paper. */
const sendingText =
  (
    code: string,
    linesOf: (
      paper: Paper,
      asked: readonly Paper[],
      application: Application,
      chance: Chance,
    ) => readonly string[] | undefined,
  ): Spoil =>
  async (application, chance) => {
    const asked = papersOf(application.published.compiled, application.answers)
    if (asked.length === 0) return undefined
    const paper = chance.pick(asked)
    const lines = linesOf(paper, asked, application, chance)
    if (!lines) return undefined
    return {
      application: { ...application, papers: { ...application.papers, [paper.id]: await textPdf(lines) } },
      found: said => said.some(one => one.code === code && one.at.includes(paper.id)),
    }
  }
/** Papers come as electronic files four times in five, and scanned the fifth time: then nobody but a person can read them. */
const scannedOneInFive = (spoil: Spoil): Spoil => seldom(5, sendingInstead([readable]), spoil)

const strangers = ['吴建国', '郑秀英', '冯德海', '陈玉兰', '褚卫东'] as const
function strangerFor({ applicant: { kind } }: Application, chance: Chance) {
  const running = 777_000 + chance.below(900)
  return kind === 'firm'
    ? {
        kind,
        name: `沈阳${chance.pick(['恒源', '瑞丰', '宏达', '永泰'])}${chance.pick(['商贸', '建材', '食品', '物流'])}有限公司`,
        number: firmCode(running),
      }
    : { kind, name: chance.pick(strangers), number: citizenNumber(running) }
}

const failing =
  (wanted: (one: { names: readonly string[]; refers: boolean }) => boolean): Spoil =>
  (application, chance, cast) => {
    const all = failings(application.published, application.answers, cast.fixed(application)).filter(wanted)
    if (all.length === 0) return undefined
    const { answers, names } = chance.pick(all)
    return { application: { ...application, answers }, found: at(...names) }
  }

/** The question of a form that says who the applicant is by number. */
const numberAsked = ({
  published,
  answers,
}: Application): readonly [name: string, type: 'uscc' | 'citizen'] | undefined => {
  const { form } = published.compiled.definition.content
  for (const [name, { type, at: stage }] of Object.entries(form))
    if (
      (type === 'uscc' || type === 'citizen') &&
      stage === undefined &&
      /^(?:applicant|subject)\./.test(name) &&
      answers[name] !== undefined
    )
      return [name, type]
  return undefined
}

/** 差错 What goes wrong in applications, each as often as the others. */
export const faults: Readonly<Record<string, Spoil>> = {
  'missing paper': (application, chance) => {
    const asked = papersOf(application.published.compiled, application.answers)
    if (asked.length === 0) return undefined
    const { id } = chance.pick(asked)
    return { application: { ...application, papers: without(application.papers, id) }, found: at(id) }
  },
  'missing answer': (application, chance, cast) => {
    const fixed = cast.fixed(application)
    const names = mustAnswers(application.published, application.answers).filter(name => !fixed.includes(name))
    if (names.length === 0) return undefined
    const name = chance.pick(names)
    return { application: { ...application, answers: without(application.answers, name) }, found: at(name) }
  },
  'wrong form of an answer': (application, chance, cast) => {
    const wrong = misspellingOf(application.published, application.answers, cast.fixed(application), chance)
    return (
      wrong && {
        application: { ...application, answers: { ...application.answers, [wrong.name]: wrong.value } },
        found: at(wrong.name),
      }
    )
  },
  'another person’s paper': scannedOneInFive(
    sendingText('MATERIAL_OF_ANOTHER', (paper, _, application, chance) =>
      strangerText(paperName(paper), strangerFor(application, chance), chance),
    ),
  ),
  'expired paper': scannedOneInFive(
    sendingText('MATERIAL_EXPIRED', (paper, _, { applicant }, chance) =>
      mayRunOut(paperName(paper)) ? expiredText(paperName(paper), applicant, chance) : undefined,
    ),
  ),
  'another paper than asked for': scannedOneInFive(
    sendingText('MATERIAL_OF_OTHER_KIND', (paper, asked, { applicant }, chance) => {
      const others = asked.filter(({ id }) => id !== paper.id).map(paperName)
      return otherText(paperName(paper), others, applicant, chance)
    }),
  ),
  'another person’s number': (application, _, cast) => {
    const [name, type] = numberAsked(application) ?? []
    if (name === undefined || type === undefined) return undefined
    const disputed = cast.fixed(application).includes(name) ? [name] : []
    return {
      application: { ...application, disputed, answers: { ...application.answers, [name]: numberOfAnother(type) } },
      found: at(name),
    }
  },
  'blank scan': sendingInstead(blanks),
  'blurred scan': (application, chance) => {
    const asked = papersOf(application.published.compiled, application.answers)
    if (asked.length === 0) return undefined
    const { id } = chance.pick(asked)
    return {
      application: { ...application, papers: { ...application.papers, [id]: chance.pick(blurred) } },
      found: said => said.some(({ code, at: places }) => code === 'MATERIAL_BLURRED' && places.includes(id)),
    }
  },
  'locked or broken file': sendingInstead(locked),
  'file of another kind': sendingInstead(otherKinds),
  'harmful file': sendingInstead(harmful),
  'register says otherwise': seldom(
    12,
    (application, _, cast) => {
      const name = Object.keys(application.answers).find(
        one => one === 'contact.name' && !cast.fixed(application).includes(one),
      )
      return name === undefined
        ? undefined
        : {
            application: { ...application, answers: { ...application.answers, [name]: '查无此人' } },
            found: pointedAt(name),
          }
    },
    (application, chance, cast) => {
      const { form } = application.published.compiled.definition.content
      const asked = application.published.compiled.definition.comparison.some(
        ({ ask }) => ask === 'enterprise.isActive',
      )
      if (asked && chance.once(2)) {
        const applicant = chance.pick(cast.ended)
        const answers = { ...application.answers, 'applicant.uscc': applicant.number, 'applicant.name': applicant.name }
        return { application: { ...application, applicant, answers }, found: pointedAt('applicant.uscc') }
      }
      const names = cast
        .fixed(application)
        .filter(name => form[name]?.type === 'string' && application.answers[name] !== undefined)
      if (names.length === 0) return undefined
      const name = chance.pick(names)
      const answers = { ...application.answers, [name]: `${String(application.answers[name])}（改）` }
      return { application: { ...application, answers, disputed: [name] }, found: pointedAt(name) }
    },
  ),
  'answers that contradict each other': failing(({ names, refers }) => names.length > 1 && !refers),
  'beyond a limit': failing(({ names, refers }) => names.length === 1 && !refers),
  'wrong office': failing(({ refers }) => refers),
  'handed in already': async (application, _, cast) => ({
    application: await cast.before(application),
    found: coded('ALREADY_APPLIED'),
  }),
  'voucher run out': (application, chance, cast) => {
    const { materials } = application.published.compiled.definition
    const paper = materials.find(
      ({ from }) => typeof from === 'object' && 'voucher' in from && from.voucher === 'energy-review-opinion',
    )
    if (!paper || cast.expired.length === 0) return undefined
    const applicant = chance.pick(cast.expired)
    const answers = {
      ...application.answers,
      'applicant.name': applicant.name,
      'owner.uscc': applicant.number,
      'project.energyReview': true,
    }
    return { application: { ...application, applicant, answers }, found: at(paper.id) }
  },
  'applicant of another kind': (application, _, cast) => {
    const applicant = cast.stranger(application)
    return applicant && { application: { ...application, applicant }, found: coded('APPLICANT_OF_OTHER_KIND') }
  },
}
