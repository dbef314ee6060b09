import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decisionAt, discuss, lawful, weighed } from './decision-stories.ts'
import { party, stranger } from './small-city.ts'

/**
 * Writes `kernel/case/golden/comments-v1.jsonl`: what the public says of a draft, and what becomes of it. Run by hand, once; what was
 * released is never written again.
 */
function asked() {
  const at = decisionAt('consult')
  at.act('comment', { text: '建议覆盖低保边缘家庭' }, party(stranger))
  at.act('comment', { text: '反对涨价', anonymous: true })
  at.act('comment', { text: '希望推迟', commenter: '居民代表' })
  at.wait('32 day')
  at.act('complete', { stage: 'consult' })
  at.act('answerComments', { comments: ['c1'], result: 'adopted', reason: '扩大范围' })
  at.act('answerComments', { comments: ['c2'], result: 'declined', reason: '成本倒挂' })
  at.act('answerComments', { comments: ['c3'], result: 'partly', reason: '分步实施' })
  at.act('complete', { stage: 'adopt', fields: weighed })
  at.wait('8 workday')
  at.act('complete', { stage: 'legality', opinion: 'agree', fields: lawful })
  discuss(at)
  return at
}

const { events, state } = asked()
const file = join(import.meta.dirname, '../../kernel/case/golden/comments-v1.jsonl')
writeFileSync(file, `${JSON.stringify({ name: 'asked', events, state })}\n`)
