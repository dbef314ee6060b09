import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentDirectory } from '../../content.ts'

/** 恶意文件 What is laid into a folder of its own, and the command that is given it. */
export interface HostileFile {
  readonly name: string
  /** The file that a refusal must name. */
  readonly at: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly command: (root: string) => readonly string[]
}

const good = readFileSync(join(contentDirectory, 'items/permit/energy-review.yaml'), 'utf8')
const megabytes = (count: number, text: string): string => text.repeat(Math.ceil((count * 1_000_000) / text.length))
const check = (root: string) => ['check', root]
const intake =
  (file: string) =>
  (root: string): readonly string[] => ['import', join(root, file), '--dry-run']
const model =
  (file: string) =>
  (root: string): readonly string[] => ['dmn', join(root, file), '--dry-run']

const item = (name: string, bytes: string | Uint8Array): HostileFile => ({
  name,
  at: 'x.yaml',
  files: { 'items/x.yaml': bytes },
  command: check,
})
const source = (name: string, file: string, bytes: string | Uint8Array): HostileFile => ({
  name,
  at: file,
  files: { [file]: bytes },
  command: file.endsWith('.dmn') ? model(file) : intake(file),
})

/** GBK of the first words of an item: `事项` and `节能` written in two bytes each, as an old editor leaves them. */
const gbk = Buffer.concat([
  Buffer.from('item: energy-review\n# '),
  Buffer.from([0xca, 0xc2, 0xcf, 0xee, 0xbd, 0xda, 0xc4, 0xdc]),
  Buffer.from(good.replaceAll(/[^\u0020-\u007e\n]/g, '').slice('item: energy-review'.length)),
])

const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]
${Array.from(
  'bcdefghij',
  (name, at) =>
    `${name}: &${name} [${Array(10)
      .fill(`*${at === 0 ? 'a' : 'abcdefghij'[at]}`)
      .join(', ')}]`,
).join('\n')}
${good}`

const bpmn = (inner: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">${inner}</definitions>`
const dmn = (inner: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">${inner}</definitions>`
const entity = '<!DOCTYPE definitions [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
const laughs = `<!DOCTYPE definitions [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]>`
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)

/** Everything in the list of what an editor may be handed, and the same again for models of others. */
export const hostileItemFiles = (): readonly HostileFile[] => [
  item('not YAML', '{{{ : - ]\n\t'),
  item('a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254, 253])),
  item('half-written', good.slice(0, Math.floor(good.length / 2))),
  item('empty', ''),
  item('50 MB of words', megabytes(50, '# 事项\n')),
  item('50 MB in one line', `item: ${megabytes(50, 'a')}`),
  item('a bomb of aliases', bomb),
  item('in GBK', gbk),
  item('deep', nested('[', ']', 100_000)),
  item('a key of every object', `${good}\n__proto__: { polluted: true }\n`),
  {
    name: 'cyclic templates',
    at: '.yaml',
    files: {
      'items/x.yaml': good.replace(/^extends: .*$/m, 'extends: templates/a'),
      'templates/a.yaml': 'extends: templates/b\n',
      'templates/b.yaml': 'extends: templates/a\n',
    },
    command: check,
  },
  source('a process with an external entity', 'x.bpmn', bpmn('<process id="p">&x;</process>', entity)),
  source('a process of a billion laughs', 'y.bpmn', bpmn('<process id="p">&j;</process>', laughs)),
  source('half a process', 'z.bpmn', bpmn('<process id="p"><startEvent id="s"/>').slice(0, -20)),
  source('a process of 50 MB', 'w.bpmn', bpmn(megabytes(50, '<process/>'))),
  source('a deep process', 'v.bpmn', bpmn(nested('<a>', '</a>', 100_000))),
  source('a decision with an external entity', 'x.dmn', dmn('<decision id="p" name="&x;"/>', entity)),
  source('half a decision', 'z.dmn', dmn('<decision id="p" name="p"><literalExpression>').slice(0, -20)),
  source('a deep decision', 'v.dmn', dmn(nested('<a>', '</a>', 100_000))),
  source('an item that is no JSON', 'x.json', '{ "name": "x", '),
  source('50 MB of JSON', 'w.json', `{"a":"${megabytes(50, 'a')}"}`),
  source('deep JSON', 'v.json', nested('[', ']', 100_000)),
]
