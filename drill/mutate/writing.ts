import type { ItemDefinition } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'

const written = (
  rule: string,
  wording: string,
  rewrites: readonly (readonly [what: string, rewrite: (text: string) => string | Uint8Array])[],
  at: (item: ItemDefinition) => boolean = () => true,
): Mutator => ({
  rule,
  wording,
  at: item => (at(item) ? rewrites.map(([what, rewrite]): Mutation => ({ what, rewrite })) : []),
})

const appended = (line: string) => (text: string) => `${text}\n${line}\n`

/** The first line of an item: what a fault in the middle of a file stands behind. */
const behindFirst = (insert: string) => (text: string) => text.replace('\n', `\n${insert}\n`)

/** GB 18030 as an old editor saves it: the encoder of this platform writes UTF-8 only, so a few signs are enough. */
const gbk = (text: string): Uint8Array =>
  Buffer.concat([
    Buffer.from('# '),
    Buffer.from([0xca, 0xc2, 0xcf, 0xee, 0xb6, 0xa8, 0xd2, 0xe5, 0x0a]),
    Buffer.from(text.replaceAll(/[^\n -~]/g, '')),
  ])

const bomb = Array.from(
  { length: 12 },
  (_, at) => `lol${at}: &l${at} [${Array.from({ length: 9 }, () => (at === 0 ? '1' : `*l${at - 1}`)).join(', ')}]`,
).join('\n')

const templates = (rule: string, wording: string, name: string, made: Readonly<Record<string, string>>): Mutator => ({
  rule,
  wording,
  at: () => [{ what: name, rewrite: appended(`extends: ${name}`), templates: made }],
})

const chain = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [
    `templates/link-${at}`,
    `template: link-${at}\nextends: templates/link-${at + 1}\n`,
  ]),
)

/** 写法 Files that are no YAML of an item: what an editor, an old machine or somebody hostile hands in. */
export const ofWriting: readonly Mutator[] = [
  written('DEFINITION_ALIASES', 'a bomb of aliases', [['nine to the twelfth', appended(bomb)]]),
  written('DEFINITION_ALIAS_UNKNOWN', 'an alias of nothing', [['*nobody', appended('remark: *nobody')]]),
  written('DEFINITION_CONTROL_CHARACTER', 'signs that show other than they say', [
    ['a bell', appended('remark: "\u0007"')],
    ['right to left', appended('# \u202e')],
  ]),
  written('DEFINITION_ENCODING_GBK', 'in GBK', [['saved by an old editor', gbk]]),
  written('DEFINITION_NOT_UTF8', 'no text at all', [
    ['half a sign', text => Buffer.concat([Buffer.from(text), Buffer.from([0xe4, 0xb8, 0x0a, 0xff])])],
  ]),
  written('DEFINITION_KEY', 'a key that is none', [
    ['a list', behindFirst('? [one, two]\n: 2')],
    ['__proto__', appended('__proto__: { a: 1 }')],
  ]),
  written('DEFINITION_NOT_A_MAP', 'not an item at all', [
    ['a list', () => '- one\n- two\n'],
    ['a word', () => 'item\n'],
  ]),
  written('DEFINITION_NUMBER', 'a number nobody can hold', [
    ['nine septillions', behindFirst('remark: 9999999999999999999999')],
  ]),
  written('DEFINITION_TAG', 'a value of a kind of its own', [['!secret', appended('remark: !secret abc')]]),
  written('DEFINITION_TOO_COMPLEX', 'half a million parts', [
    ['commas', appended(`remark: [${'1,'.repeat(200_000)}1]`)],
  ]),
  written('DEFINITION_TOO_DEEP', 'nested beyond reading', [
    ['brackets', appended(`remark: ${'['.repeat(400)}${']'.repeat(400)}`)],
  ]),
  written('DEFINITION_TOO_LARGE', '50 MB', [['two million letters', text => `${text}\n# ${'a'.repeat(2_000_000)}\n`]]),
  written('DEFINITION_OVERRIDE_ALONE', 'overrides nothing', [
    ['without a template', appended('override: { content.name: x }')],
  ]),
  written('DEFINITION_OVERRIDE_PATH', 'overrides what there is not', [
    ['a stage', appended('extends: templates/permit-ordinary\noverride: { flow.nowhere.by: clerk }')],
  ]),
  written('DEFINITION_TEMPLATE_MISSING', 'a template there is not', [
    ['nothing', appended('extends: templates/nothing-of-the-kind')],
  ]),
  written('DEFINITION_TEMPLATE_NAME', 'a template from elsewhere', [
    ['outside', appended('extends: ../../etc/passwd')],
    ['a page', appended('extends: https://example.org/permit')],
  ]),
  templates('DEFINITION_TEMPLATE_CYCLE', 'cyclic templates', 'templates/one', {
    'templates/one': 'template: one\nextends: templates/two\n',
    'templates/two': 'template: two\nextends: templates/one\n',
  }),
  templates('DEFINITION_TEMPLATE_CHAIN', 'templates on templates without end', 'templates/link-0', chain),
  {
    rule: 'DEFINITION_ITEM_TWICE',
    wording: 'same item, written in two files',
    seer: 'files',
    at: () => [
      {
        what: 'a copy',
        apply: () => {},
        rewrite: text => text,
        files: (one, _, text, spoilt) => ({
          [`items/${one.item}.yaml`]: text,
          ...(spoilt && { [`items/copy-of-${one.item}.yaml`]: text }),
        }),
      },
    ],
  },
]
