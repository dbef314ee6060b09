import { type ItemDefinition, namedLimits } from '#kernel/definition'
import { limitOf, loose, type Mutator, stageOf, stages } from './mutator.ts'

/** What is written again in the file, at every line that fits. */
const inFile = (rule: string, wording: string, lines: RegExp, write: (line: string) => string): Mutator => ({
  rule,
  wording,
  at: () =>
    [0, 1, 2].map(place => ({
      what: `line ${place}`,
      rewrite: text => {
        const found = [...text.matchAll(lines)][place] ?? [...text.matchAll(lines)][0]
        return found ? text.slice(0, found.index) + write(found[0]) + text.slice(found.index + found[0].length) : text
      },
    })),
})

/** 格式 What is written otherwise than an item is written. */
export const ofSchema: readonly Mutator[] = [
  {
    rule: 'DEFINITION_UNKNOWN_KEY',
    wording: 'schema errors: a key there is not',
    at: item => [
      { what: 'at the top', apply: one => Object.assign(loose(one), { remark: '注' }) },
      { what: 'in category', apply: one => Object.assign(one.category, { powers: [] }) },
      ...stages(item).map(({ stage }) => ({
        what: `in ${stage}`,
        apply: (one: ItemDefinition) => Object.assign(stageOf(one, stage), { condition: 'true' }),
      })),
    ],
  },
  {
    rule: 'DEFINITION_MISSING',
    wording: 'schema errors: a setting is missing',
    at: () =>
      [
        'category',
        'content',
        'flow',
        'authority',
        'materials',
        'limits',
        'publicity',
        'alarms',
        'problems',
        'examples',
      ].map(setting => ({ what: setting, apply: one => void delete loose(one)[setting] })),
  },
  {
    rule: 'DEFINITION_TYPE',
    wording: 'schema errors: a value of another type',
    at: item => [
      {
        what: 'version is text',
        apply: one => {
          loose(one)['version'] = 'three'
        },
      },
      {
        what: 'materials is text',
        apply: one => {
          loose(one)['materials'] = '申请书'
        },
      },
      ...namedLimits(item).map(([id]) => ({
        what: `${id}: value is text`,
        apply: (one: ItemDefinition) => Object.assign(limitOf(one, id), { value: 'twenty' }),
      })),
    ],
  },
  {
    rule: 'DEFINITION_VALUE',
    wording: 'schema errors: a value there is not',
    at: item => [
      {
        what: 'drawer',
        apply: one => {
          loose(one.category as unknown as ItemDefinition)['drawer'] = 'licence'
        },
      },
      ...namedLimits(item).map(([id]) => ({
        what: `${id}: unit`,
        apply: (one: ItemDefinition) => Object.assign(limitOf(one, id), { unit: 'week' }),
      })),
    ],
  },
  {
    rule: 'DEFINITION_PATTERN',
    wording: 'schema errors: written otherwise than it must be',
    at: item => [
      {
        what: 'item in capitals',
        apply: one => {
          loose(one)['item'] = 'Energy Review'
        },
      },
      ...Object.keys(item.authority.posts).map(role => ({
        what: `post of ${role}`,
        apply: (one: ItemDefinition) => {
          one.authority.posts[role] = '受理岗'
        },
      })),
    ],
  },
  inFile(
    'DEFINITION_DUPLICATE_KEY',
    'schema errors: a key written twice',
    /^ {2}[a-z][A-Za-z]*: [^{[\n]+\n/gm,
    line => line + line,
  ),
  inFile(
    'DEFINITION_SYNTAX',
    'schema errors: no YAML',
    /^ {2}[a-z][A-Za-z]*: [^{[\n]+\n/gm,
    line => `${line}   broken: [\n`,
  ),
]
