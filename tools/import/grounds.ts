import { articlesOf, thresholdsOf } from './legal-words.ts'
import type { Reading } from './reading.ts'

type Tree = Record<string, unknown>

const knownMaterials: Readonly<Record<string, string>> = {
  申请书: 'application',
  申请表: 'application',
  节能报告: 'report',
}

/** 小数 A basis written as one sentence: 《…办法》第八条. */
export function basisIn(
  text: string | undefined,
): { readonly law: string; readonly articles: readonly number[] } | undefined {
  if (text === undefined) return undefined
  const law = text
    .split(/第[零〇一二两三四五六七八九十百\d]+条/)[0]!
    .replace(/[《》(（].*$|^《|》$/g, '')
    .trim()
  return law === '' ? undefined : { law, articles: articlesOf(text) }
}

/** 5 要件 What the applicant hands in; what only some must hand in becomes a question of the form. */
export function materialsOf(reading: Reading, form: Tree): readonly Tree[] {
  const used = new Set<string>()
  return reading.each('materials').map((path, at) => {
    const name = reading.text(`${path}.name`) ?? `材料${at + 1}`
    const known = knownMaterials[name]
    const id = known !== undefined && !used.has(known) ? known : `material-${at + 1}`
    used.add(id)
    const place = `materials.${id}`
    const tree: Tree = { id, name, from: 'applicant' }
    if (reading.text(`${path}.name`) !== undefined) reading.understood(`${path}.name`, `${place}.name`)
    const source = reading.text(`${path}.source`)
    if (source?.startsWith('government')) {
      tree.from = 'officer'
      reading.understood(`${path}.source`, `${place}.from`)
      reading.say(
        'faulty',
        `${path}.source`,
        '政府部门出具的材料，能共享取得的不得要求申请人另行提供（国务院关于在线政务服务的若干规定第七条）what can be shared is not asked for',
      )
    } else if (source !== undefined) reading.understood(`${path}.source`, `${place}.from`)
    for (const key of ['originals', 'copies']) {
      const count = reading.number(`${path}.${key}`)
      if (count === undefined || !Number.isInteger(count) || count < 0) continue
      tree[key] = count
      reading.understood(`${path}.${key}`, `${place}.${key}`)
    }
    if (typeof reading.at(`${path}.sample`) === 'boolean') {
      tree.sample = reading.at(`${path}.sample`)
      reading.understood(`${path}.sample`, `${place}.sample`)
    }
    const sign = reading.text(`${path}.sign`)
    if (sign !== undefined) {
      tree.sign = sign
      reading.understood(`${path}.sign`, `${place}.sign`)
    }
    const basis = basisIn(reading.text(`${path}.basis`))
    if (basis) {
      tree.basis = basis
      reading.understood(`${path}.basis`, `${place}.basis`)
    } else reading.say('default', `${place}.basis`, '材料未列依据，暂依行政许可法第三十一条（只收与事项有关的材料）')
    const required = reading.at(`${path}.required`)
    if (required === true) reading.understood(`${path}.required`, place)
    const when = reading.text(`${path}.onlyIf`) ?? reading.text(`${path}.exempt`)
    if (when !== undefined || required === false || (typeof required === 'string' && required !== '')) {
      const field = `material.m${at + 1}Due`
      form[field] = { type: 'boolean', label: `是否需要“${name}”：${when ?? '依具体情形'}` }
      tree.onlyIf = field
      for (const key of ['onlyIf', 'exempt', 'required'])
        if (reading.at(`${path}.${key}`) !== undefined && reading.at(`${path}.${key}`) !== true)
          reading.understood(`${path}.${key}`, `content.form.${field}`, '由申请人回答 becomes a question of the form')
    }
    const { originals = 0, copies = 0 } = tree as { originals?: number; copies?: number }
    if (required === true && source === 'applicant' && originals === 0 && copies === 0)
      if (reading.number(`${path}.originals`) !== undefined)
        reading.say(
          'left',
          `${path}.originals`,
          '必须提交，份数却都写 0，可能是未填，留给编辑 required, but both counts are 0; perhaps never filled in',
        )
    for (const key of ['form', 'pages', 'emptyForm'])
      if (reading.at(`${path}.${key}`) !== undefined)
        reading.say(
          'left',
          `${path}.${key}`,
          '载体、页数、空表由窗口和网上办理决定 a matter of the counter, not of the item',
        )
    return tree
  })
}

/** 6 条件 Measures become tests; what cannot be measured is confirmed by whoever reviews, as a question of its own. */
export function conditionsOf(reading: Reading, form: Tree, at: string): readonly Tree[] {
  return reading.each('conditions').flatMap((path, index) => {
    const text = reading.text(path)
    if (text === undefined) return []
    const id = `condition-${index + 1}`
    const basis = { law: '行政许可法', articles: [38] }
    const measured = thresholdsOf(text)
    reading.understood(path, `conditions.${id}`, measured ? measured.test : '由审查人确认 confirmed by the reviewer')
    if (measured) {
      for (const { field, type, unit, label } of measured.parts) form[field] = { type, unit, label, min: 0 }
      return [{ id, text, test: measured.test, basis }]
    }
    const field = `condition.c${index + 1}`
    form[field] = { type: 'boolean', label: text, at }
    return [{ id, text, test: field, at: ['decide'], basis }]
  })
}
