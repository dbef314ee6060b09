import type { ConnectedSystem } from '#hubs/data/exchange'
import type { Text } from '#kernel/definition'
import type { RegisterDeclaration } from '#kernel/register'

/** 问题的说法 What a question that a comparison puts is called where an officer reads its answer, and whom it was put to. */
export interface QuestionWords {
  /** `enterprise.isActive` → 企业是否存续 */
  readonly asked: (ask: string) => Text
  /** `enterprise.isActive` → 法人基础库: whom it is put to. */
  readonly whom: (ask: string) => Text
  /** `register:enterprise` → 法人基础库: who answered, as the answer itself says. */
  readonly source: (source: string) => Text
}

export interface QuestionWordsNeeds {
  readonly declarations: ReadonlyMap<string, RegisterDeclaration>
  readonly connected: readonly ConnectedSystem[]
  /** What the house answers itself, as `content/answers` declares it. */
  readonly answers: readonly {
    readonly answers: string
    readonly name: Text
    readonly questions: Readonly<Record<string, { readonly text: Text }>>
  }[]
}

/** Where nobody gave the question words: what is done, and never its key. */
export const unnamedQuestion: Text = { zh: '向登记或者别的系统核对', en: 'Checked with a register or another system' }

const partsOf = (text: Text): { readonly zh: string; readonly en: string } =>
  typeof text === 'string' ? { zh: text, en: text } : { zh: text.zh, en: text.en ?? text.zh }

const outsideSystem: Text = { zh: '外部系统', en: 'An outside system' }

/** Of a question without words of its own at least whom it is put to: 核对省级平台. */
function checkedWith(name: Text): Text {
  const { zh, en } = partsOf(name)
  return { zh: `向${zh}核对`, en: `Checked with: ${en}` }
}

/** By the words of the question itself; else by the label of the field that answers it; else by whom it is put to. Never by its key. */
export function makeQuestionWords({ declarations, connected, answers }: QuestionWordsNeeds): QuestionWords {
  const house = new Map(answers.map(one => [one.answers, one]))
  const systemAsked = (ask: string) => connected.find(({ declared }) => declared.questions[ask] !== undefined)
  const known = (ask: string): Text | undefined => {
    const [register = ''] = ask.split('.')
    const ours = declarations.get(register)?.name ?? house.get(register)?.name
    return (ours as Text | undefined) ?? systemAsked(ask)?.declared.name
  }
  const whom = (ask: string): Text => known(ask) ?? outsideSystem

  function asked(ask: string): Text {
    const [register = '', name = ''] = ask.split('.')
    const declared = declarations.get(register)
    const question = declared?.questions?.[name]
    const own = (question?.text ?? house.get(register)?.questions[name]?.text) as Text | undefined
    const label = question && (declared?.fields[question.answer]?.label as Text | undefined)
    return own ?? label ?? (known(ask) ? checkedWith(whom(ask)) : unnamedQuestion)
  }

  function source(said: string): Text {
    const [kind, name = ''] = said.split(':')
    const ours = kind === 'register' ? (declarations.get(name)?.name ?? house.get(name)?.name) : undefined
    const outside = connected.find(({ adapter }) => adapter.outside.system === name)?.declared.name
    // A department may name itself in words; a mere key is not shown.
    return (ours as Text | undefined) ?? outside ?? (/^[\w:.-]+$/.test(said) ? outsideSystem : said)
  }

  return { asked, whom, source }
}
