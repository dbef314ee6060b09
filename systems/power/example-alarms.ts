import type { Step } from '#kernel/case'

const rising = ['notice', 'yellow', 'red']

/** Of an alarm raised twice the higher level counts: red after yellow is red. */
export function noteLevels(levels: Record<string, string>, events: Step['events']): void {
  for (const { type, data } of events) {
    if (type !== 'alarm.raised') continue
    if (rising.indexOf(data.level) > rising.indexOf(levels[data.alarm] ?? '')) levels[data.alarm] = data.level
  }
}
