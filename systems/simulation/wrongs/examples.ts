import { alarmIn } from '#kernel/definition'
import type { Maker, Wrong } from './wrong.ts'

/** 示例中的违规 What the author of the item wrote down as wrong: an act that must be refused, a life in which an alarm must ring. */
export const ofExamples: Maker = ({ item: { definition }, all }) =>
  all.flatMap(({ example, script }): readonly Wrong[] => {
    const { expect } = definition.examples[example]!
    if (expect.refused !== undefined && script.refused)
      return [
        {
          foreseen: {
            kind: 'example/refused',
            expect: 'refused',
            codes: [expect.refused],
            made: true,
            abandoned: true,
          },
          example,
          at: script.deeds.length,
          trial: () => ({}),
          ends: true,
        },
      ]
    const alarms = (expect.alarms ?? []).map(alarmIn)
    return alarms.map(alarm => ({
      foreseen: { kind: 'example/alarmed', expect: 'alarmed', codes: [alarm], made: true },
      example,
      alarmsFrom: script.deeds.length - 1,
    }))
  })
