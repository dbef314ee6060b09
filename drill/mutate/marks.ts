import type { ItemDefinition } from '#kernel/definition'
import { isOne, type Mutation, type Mutator } from './mutator.ts'

/** A real code whose digits are all right; one digit of the organ’s part changed is not. */
const real = '11450721MB155808114000104002000'

const codes: Mutator = {
  rule: 'LAW_CODES',
  wording: 'codes whose check digit or parts contradict the item',
  at: item => {
    const { drawer } = item.category
    const put = (what: string, scheme: string, code: string): Mutation => ({
      what,
      apply: one => {
        one.category.codes = { ...one.category.codes, [scheme]: code }
      },
    })
    const wrong = [...real.slice(2, 17)].flatMap((sign, at) =>
      /\d/.test(sign) ? [real.slice(0, at + 2) + String((Number(sign) + 1) % 10) + real.slice(at + 3)] : [],
    )
    return [
      put('basic code of another kind', 'gb39554.basic', drawer === 'penalty' ? '000104002000' : '000204002000'),
      put('kind of another drawer', 'gb39554.kind', drawer === 'levy' ? '05' : '04'),
      put('basic code too short', 'gb39554.basic', '00010400200'),
      ...wrong.slice(0, 6).map((code, at) => put(`check digit, sign ${at}`, 'gb39554.implementation', code)),
      ...(drawer === 'permit' ? [] : [put('implementation of a permit', 'gb39554.implementation', real)]),
    ]
  },
}

const list: Mutator = {
  rule: 'LAW_POWER_LIST',
  wording: 'no power-list entry',
  at: item => [
    ...['', '-', '无', '待定', ' '].map(entry => ({
      what: `entry “${entry}”`,
      apply: (one: ItemDefinition) => {
        one.category.listed.entry = entry
      },
    })),
    {
      what: 'no list',
      apply: one => {
        one.category.listed.list = '无'
      },
    },
    {
      what: 'approved by its holder',
      apply: one => {
        one.category.listed.approvedBy = item.category.organ.post
      },
    },
    {
      what: 'approved by nobody',
      apply: one => {
        one.category.listed.approvedBy = ''
      },
    },
    {
      what: 'a temporary power that has ended',
      apply: one => {
        one.category.term = { until: Temporal.PlainDate.from(item.effective.from).subtract({ days: 1 }).toString() }
      },
    },
  ],
}

const alarms: Mutator = {
  rule: 'LAW_ALARM_ROUTE',
  wording: 'dead alarm routes',
  at: item => [
    ...item.alarms.flatMap(({ id, on }, at): readonly Mutation[] => [
      {
        what: `${id}: to nobody`,
        apply: one => {
          one.alarms[at]!.to = ['nobody']
        },
      },
      {
        what: `${id}: a name misspelt`,
        apply: one => {
          one.alarms[at]!.to.push('supervison')
        },
      },
      ...(on.startsWith('limits.')
        ? [
            {
              what: `${id}: no rung`,
              apply: (one: ItemDefinition) => {
                one.alarms[at]!.rungs = {}
              },
            },
          ]
        : [{ what: `${id}: no level`, apply: (one: ItemDefinition) => void delete one.alarms[at]!.level }]),
      ...(on !== 'limits.promised' &&
      on.startsWith('limits.') &&
      item.limits[on.slice('limits.'.length)]?.basis &&
      !item.limits[on.slice('limits.'.length)]?.promised &&
      item.limits[on.slice('limits.'.length)]?.kind === 'max' &&
      item.limits[on.slice('limits.'.length)]?.binds !== 'party' &&
      item.limits[on.slice('limits.'.length)]?.onExpiry?.effect === 'alarm'
        ? [
            {
              what: `${id}: supervision hears nothing`,
              apply: (one: ItemDefinition) => {
                for (const alarm of one.alarms)
                  if (alarm.on === on) alarm.to = [...alarm.to.filter(to => to !== 'supervision'), 'holder']
              },
            },
          ]
        : []),
    ]),
    ...item.problems.flatMap((_, at): readonly Mutation[] => [
      ...['organ', 'holder', 'organHead', Object.keys(item.authority.posts)[0]!].map(who => ({
        what: `problem ${at}: verified by ${who}`,
        apply: (one: ItemDefinition) => {
          one.problems[at]!.verifyBy = who
        },
      })),
      {
        what: `problem ${at}: escalates to nobody`,
        apply: one => {
          one.problems[at]!.escalate = ['nobody']
        },
      },
    ]),
  ],
}

const substantive: Mutator = {
  rule: 'LAW_NO_SUBSTANTIVE_BASIS',
  wording: 'a power stands on a law that gives it, not only on the law of procedure (行政处罚法38)',
  at: (item, laws) =>
    isOne(item, 'permit', 'penalty', 'compulsion') && item.category.basis.some(({ law }) => !laws.find(law)?.general)
      ? [
          {
            what: 'only the law of procedure is named',
            apply: one => {
              one.category.basis = one.category.basis.filter(({ law }) => laws.find(law)?.general)
              if (one.category.basis.length === 0) one.category.basis.push({ law: '行政处罚法', articles: [8] })
            },
          },
          {
            what: 'only remedies are named',
            apply: one => {
              one.category.basis = [{ law: '行政诉讼法', articles: [46] }]
            },
          },
        ]
      : [],
}

/** 编码、清单与报警 How the power is marked, listed and watched. */
export const ofMarks: readonly Mutator[] = [codes, list, alarms, substantive]
