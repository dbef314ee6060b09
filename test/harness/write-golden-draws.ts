import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { looked, planAt, visitAt } from './draw-stories.ts'
import { officer } from './small-city.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/draws-v1.jsonl`: a draw and what comes of it. Run by hand, once, before it is released. */
const carriedOut = (): Walk => {
  const at = planAt('visits', { answers: { 'market-inspection-visit': { clean: 1, lead: 1 } } })
  at.act('complete', { stage: 'visits' })
  at.act('decide', { outcome: 'completed', reason: '计划完成' })
  at.act('complete', { stage: 'publish' })
  at.act('publish')
  return at
}
const givenUp = (): Walk => {
  const at = planAt('visits')
  at.act('terminate', { ground: 'other', reason: '上级统一调整' })
  return at
}
const steppedIn = (): Walk => {
  const at = visitAt()
  at.act('declareAvoidance', { ground: 'near-relative' }, 'inspector')
  at.act(
    'complete',
    { stage: 'visit', officers: ['inspector-2', 'inspector-3'], fields: looked(false) },
    officer('inspector', 2),
  )
  at.act('decide', { outcome: 'clean', reason: '与公示一致' })
  return at
}
const nobodyLeft = (): Walk => {
  const at = visitAt()
  for (const nth of [1, 2]) at.act('declareAvoidance', { ground: 'interest' }, officer('inspector', nth))
  at.originEnds({ origin: '21010220260302000000018', result: 'terminated' })
  return at
}
const recalled = (): Walk => {
  const at = visitAt()
  at.originEnds({ origin: '21010220260302000000018', result: 'terminated' })
  return at
}
const stories = { carriedOut, givenUp, steppedIn, nobodyLeft, recalled }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/draws-v1.jsonl'), `${lines.join('\n')}\n`)
