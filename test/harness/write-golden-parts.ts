import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { itemOf } from './item.ts'
import { granted, partAt, projectAt, refused, restaurantAt, there } from './part-stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/parts-v1.jsonl`: cases that one application opens side by side. Run by hand, once, before it is released. */
const stopping = await itemOf('investment-project-permits', ({ flow }) => {
  for (const stage of flow) if ('joint' in stage && stage.joint) stage.joint.ifRefused = 'stop-others-not-begun'
})
function allGranted(): Walk {
  const at = projectAt()
  at.parts(granted('planning'), { ...there('energy'), outcome: 'grant', favourable: true })
  at.parts(granted('energy'), there('construction'))
  at.parts(granted('construction'))
  return at
}
function otherStopped(): Walk {
  const at = projectAt({ item: stopping })
  at.parts(refused('planning'))
  at.parts({ part: 'energy', gone: true })
  return at
}
function notRegistered(): Walk {
  const at = restaurantAt()
  at.parts(refused('registration'))
  return at
}
function takenBack(): Walk {
  const at = projectAt({ fields: { 'energy.total': 10 } })
  at.parts(there('planning'))
  at.act('withdraw')
  return at
}
function theReview(): Walk {
  const at = partAt()
  at.act('accept')
  at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
  at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
  at.act('decide', { outcome: 'grant' })
  at.act('deliver')
  return at
}
const told = (result: string) => (): Walk => {
  const at = partAt()
  at.originEnds({ origin: '2101022026030200000003', result })
  return at
}
const stories = {
  allGranted,
  otherStopped,
  notRegistered,
  takenBack,
  theReview,
  partTakenBack: told('withdrawn'),
  partNotBegun: told('refused'),
}
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/parts-v1.jsonl'), `${lines.join('\n')}\n`)
