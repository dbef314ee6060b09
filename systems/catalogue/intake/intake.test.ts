import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { accounted, faultsOf, intakeOf } from './intake.samples.ts'
import { readSource } from './source.ts'

const published = join(import.meta.dirname, 'published')
const names = readdirSync(published).sort()
const real = new Map(
  names.map(name => {
    const source = readSource(name, readFileSync(join(published, name)))
    return [name.slice(0, 2), { name, source, intake: intakeOf(name, source) }] as const
  }),
)

/** What each file is, and what is known to be wrong with it: `place rule article` of faults, places of contradictions. */
const known: Readonly<
  Record<
    string,
    { drawer: string; drafts: number; template: string; faulty?: readonly string[]; contradictory?: readonly string[] }
  >
> = {
  '01': {
    drawer: 'permit',
    drafts: 1,
    template: 'permit-ordinary',
    faulty: ['legalBasis[0] LAW_BASIS_IN_FORCE', 'specialProcedures[0].basis LAW_BASIS_IN_FORCE'],
  },
  '04': {
    drawer: 'service',
    drafts: 1,
    template: 'application-ordinary',
    faulty: ['materials[4].source IMPORT_HELD_BY_GOVERNMENT', 'materials[5].source IMPORT_HELD_BY_GOVERNMENT'],
    contradictory: ['anomalies[0]', 'kind'],
  },
  '06': {
    drawer: 'permit',
    drafts: 6,
    template: 'permit-ordinary',
    faulty: ['rows[1][4] LAW_LIMIT_LENGTH 行政许可法42', 'rows[3][4] LAW_LIMIT_LENGTH 行政许可法42'],
    contradictory: ['rows[0]', 'rows[5]'],
  },
  '07': {
    drawer: 'penalty',
    drafts: 1,
    template: 'penalty-ordinary-procedure',
    faulty: [
      'legalBasis[0].articles IMPORT_OLD_NUMBERING',
      'flow LAW_GATE_MISSING 行政处罚法57',
      'flow LAW_GATE_MISSING 行政处罚法62',
    ],
  },
  '08': {
    drawer: 'penalty',
    drafts: 1,
    template: 'penalty-ordinary-procedure',
    faulty: ['flow LAW_GATE_MISSING 行政处罚法57', 'flow LAW_GATE_MISSING 行政处罚法58'],
  },
  '09': { drawer: 'compulsion', drafts: 1, template: 'substitute-performance' },
  '10': { drawer: 'compulsion', drafts: 1, template: 'seizure' },
  '12': { drawer: 'levy', drafts: 1, template: 'levy-assessment', contradictory: [] },
  '14': {
    drawer: 'benefit',
    drafts: 1,
    template: 'personal-allowance',
    faulty: [
      'materials[1].name LAW_KNOWN_RECORD 政务数据共享条例19',
      'materials[2].name LAW_KNOWN_RECORD 政务数据共享条例19',
      'materials[3].name LAW_KNOWN_RECORD 社会救助法62',
      'materials[5].name LAW_KNOWN_RECORD 政务数据共享条例19',
    ],
    contradictory: ['anomalies[0]', 'anomalies[1]', 'materials[0]'],
  },
  '15': {
    drawer: 'benefit',
    drafts: 1,
    template: 'personal-allowance',
    faulty: [
      'legalBasis[0] LAW_BASIS_IN_FORCE 社会救助暂行办法9,12',
      'materials[1].name LAW_KNOWN_RECORD 政务数据共享条例19',
    ],
  },
  '16': { drawer: 'benefit', drafts: 1, template: 'personal-allowance' },
  '17': { drawer: 'inspection', drafts: 3, template: 'inspection-plan' },
  '18': { drawer: 'inspection', drafts: 2, template: 'inspection-visit' },
  '19': {
    drawer: 'confirmation',
    drafts: 1,
    template: 'application-ordinary',
    faulty: ['materials[0].name LAW_KNOWN_RECORD 政务数据共享条例19'],
  },
  '20': { drawer: 'reward', drafts: 1, template: 'selection-reward' },
  '23': { drawer: 'service', drafts: 1, template: 'complaint-answer' },
  '24': { drawer: 'service', drafts: 1, template: 'complaint-answer' },
  '25': { drawer: 'confirmation', drafts: 1, template: 'application-ordinary' },
}

suite('导入真实事项 published items become drafts that are checked and run', () => {
  test('eighteen files of every kind of power', () => {
    assert.deepEqual([...real.keys()], Object.keys(known).toSorted())
    assert.ok(new Set(Object.values(known).map(({ drawer }) => drawer)).size >= 9)
  })

  for (const [number, { name, source, intake }] of real)
    test(name, async () => {
      const { drawer, drafts, template, faulty = [], contradictory = [] } = known[number]!
      accounted(source, intake)
      assert.equal(intake.drafts.length, drafts)
      assert.deepEqual([intake.drafts[0]!.drawer, intake.drafts[0]!.template], [drawer, `templates/${template}`])
      const faults = new Set(
        intake.faulty.flatMap(({ source: place, rule, basis }) => [
          `${place} ${rule}`,
          `${place} ${rule} ${basis?.law}${basis?.articles.join(',')}`,
        ]),
      )
      assert.deepEqual(
        faulty.filter(one => !faults.has(one)),
        [],
        [...faults].join('\n'),
      )
      const places = new Set(intake.contradictory.map(one => one.source))
      assert.deepEqual(
        contradictory.filter(one => !places.has(one)),
        [],
      )
      assert.deepEqual(
        intake.faulty.filter(({ doubtful, repaired }) => !doubtful && repaired === undefined),
        [],
        'every fault has its repair',
      )
      assert.deepEqual(await faultsOf(intake), [])
    })

  test('the settings come from the source, not from the template', () => {
    const item = (number: string, at = 0) => real.get(number)!.intake.drafts[at]!.loaded!.definition
    assert.equal(item('01').conditions[0]!.test, 'energy.total >= 1000 or energy.power >= 5000000')
    assert.deepEqual([item('01').limits.promised!.value, item('01').limits.decide!.extend!.by], [5, '10 workday'])
    assert.ok(item('01').flow.some(node => 'stage' in node && node.stage === 'expert'))
    assert.equal(item('20').limits.decide!.value, 9)
    assert.equal(item('10').limits.hold!.extend!.by, '30 day')
    assert.equal(item('25').limits.decide!.value, 3)
    assert.deepEqual([item('06').limits.decide!.value, item('06', 1).content.parties.subject!.unit], [20, 'firm'])
    assert.ok(item('16').rules.some(({ test: rule }) => rule === 'aid.monthly <= 80000'))
    assert.deepEqual(
      item('14')
        .materials.map(({ id }) => id)
        .filter(id => id.startsWith('material-')),
      ['material-5'],
    )
  })

  test('a draft says the same whatever was read before it', () => {
    const again = [...real.values()].reverse()
    for (const { name, source, intake } of again)
      assert.deepEqual(
        intakeOf(name, source).drafts.map(({ yaml }) => yaml),
        intake.drafts.map(({ yaml }) => yaml),
        name,
      )
  })
})
