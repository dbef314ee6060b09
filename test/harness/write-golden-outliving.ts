import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bent, itemOf } from './item.ts'
import { directoryFor } from './small-city.ts'
import { permitAt } from './stories.ts'

/**
 * Writes `kernel/case/golden/outliving-v1.jsonl`: a permit that runs out after its case has ended. Run by hand, once; what was released is
 * never written again.
 */
const item = await itemOf('energy-review', ({ limits, content }: Bent) => {
  content.outcomes['grant']!.validity = '6 month'
  const own = {
    kind: 'before',
    value: 30,
    unit: 'day',
    from: 'withdrawal',
    to: 'expiry',
    binds: 'party',
    of: 'voucher',
  }
  ;(limits as Record<string, unknown>)['askAgain'] = own
})
const at = permitAt('deliver', { item, directory: directoryFor(item) })
at.act('deliver', { stage: 'deliver', way: 'window' })
at.act('publish')
at.wait('300 day')
at.fire()
const { events, state } = at
const file = join(import.meta.dirname, '../../kernel/case/golden/outliving-v1.jsonl')
writeFileSync(file, `${JSON.stringify({ name: 'ranOut', events, state })}\n`)
