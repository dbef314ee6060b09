import type { Stage } from '../settings/flow.ts'
import type { Said } from './said.ts'
import {
  asWord,
  byKind,
  type Compared,
  listOf,
  outcomeSaid,
  pointSaid,
  roleSaid,
  type Speaker,
  type Speakers,
  spoken,
  stageSaid,
} from './speaker.ts'

const at = (compared: Compared, [, key]: readonly string[]): Said => stageSaid(compared, key!)

/** In or beside which the stage stands now: what comes before it. */
function place({ after, before }: Compared, key: string, came: boolean): Said {
  const flow = (came ? after : before).flow.flatMap(node => ('parallel' in node ? node.branches.flat() : [node]))
  const index = flow.findIndex(({ stage }) => stage === key)
  const previous = index > 0 ? flow[index - 1] : undefined
  return previous
    ? { say: 'difference.of.afterStage', values: { stage: { text: previous.name } } }
    : { say: 'difference.of.first' }
}

const stage: Speaker = byKind({
  added: ({ at: [, key], after }, compared) => {
    const { name, kind, by, when } = after as Stage
    return spoken(when === undefined ? 'stage.added' : 'stage.addedSometimes', {
      name: { text: name },
      place: place(compared, key!, true),
      kind: { word: ['stage-kind', kind] },
      by: by === undefined ? { say: 'difference.nobody' } : roleSaid(by),
    })
  },
  removed: ({ at: [, key], before }, compared) =>
    spoken('stage.removed', { name: { text: (before as Stage).name }, place: place(compared, key!, false) }),
})

const order: Speaker = byKind({
  order: ({ before, after }, compared) => {
    const row = (shape: unknown): Said => ({
      list: (shape as readonly string[]).map(name => (name.includes('(') ? name : stageSaid(compared, name))),
    })
    return spoken('stage.order', { before: row(before), after: row(after) })
  },
})

const by: Speaker = ({ at: path, before, after }, compared) =>
  spoken('stage.by', {
    stage: at(compared, path),
    before: before === undefined ? { say: 'difference.nobody' } : roleSaid(before),
    after: after === undefined ? { say: 'difference.nobody' } : roleSaid(after),
  })

const when: Speaker = byKind({
  added: ({ at: path, after }, compared) =>
    spoken('stage.when.added', { stage: at(compared, path), test: { value: after } }),
  removed: ({ at: path, before }, compared) =>
    spoken('stage.when.removed', { stage: at(compared, path), test: { value: before } }),
  changed: ({ at: path, before, after }, compared) =>
    spoken('stage.when.changed', { stage: at(compared, path), before: { value: before }, after: { value: after } }),
})

const gateSaid = (gate: unknown): Said => ({ word: ['gate', String((gate as { need: unknown }).need)] })
const gate: Speaker = byKind({
  added: ({ at: path, after }, compared) =>
    spoken('gate.added', { stage: at(compared, path), gate: gateSaid(after) }, 'lighter'),
  removed: ({ at: path, before }, compared) =>
    spoken('gate.removed', { stage: at(compared, path), gate: gateSaid(before) }, 'heavier'),
})

const ofStage =
  (what: string): Speaker =>
  ({ at: path }, compared) => ({ sentence: `difference.of.${what}`, values: { stage: at(compared, path) } })

const permission = (one: unknown, compared: Compared): Said =>
  typeof one === 'object' && one !== null && 'return' in one
    ? {
        say: 'difference.of.returnTo',
        values: { stages: { list: [one.return ?? []].flat().map(key => pointSaid(compared, key)) } },
      }
    : { word: ['may', String(one)] }

/** What may be done at a stage: a verb that came or went, where the list was one of rows. */
const verb: Speaker = byKind({
  added: ({ at: path, after }, compared) =>
    spoken('stage.may.added', { stage: at(compared, path), verb: permission(after, compared) }),
  removed: ({ at: path, before }, compared) =>
    spoken('stage.may.removed', { stage: at(compared, path), verb: permission(before, compared) }),
})

const kind: Speaker = ({ at: path, before, after }, compared) =>
  spoken('stage.kind', {
    stage: at(compared, path),
    before: { word: ['stage-kind', String(before)] },
    after: { word: ['stage-kind', String(after)] },
  })

const part: Speaker = byKind({
  added: ({ after }) => spoken('part.added', { item: (after as { item: string }).item }),
  removed: ({ before }) => spoken('part.removed', { item: (before as { item: string }).item }),
})

/** 流程 Stages, who does them, what must have come before, and what may come of them. */
export const ofFlow: Speakers = [
  ['flow', order],
  ['flow.*', stage],
  ['flow.*.kind', kind],
  ['flow.*.by', by],
  ['flow.*.when', when],
  ['flow.*.gates.*', gate],
  ['flow.*.may', listOf(ofStage('stageMay'), permission)],
  ['flow.*.may.*', verb],
  ['flow.*.outcomes', listOf(ofStage('stageOutcomes'), (one, compared) => outcomeSaid(compared, String(one)))],
  ['flow.*.needs', listOf(ofStage('stageNeeds'), one => String(one))],
  ['flow.*.service.ways', listOf(ofStage('stageWays'), asWord('way'))],
  ['flow.*.joint.parts.*', part],
]
