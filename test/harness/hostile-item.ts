import { parse, stringify } from 'yaml'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import type { TestCity } from './city.ts'
import { mark } from './hostile-texts.ts'

/** What a name of a thing may well be, and every way of coming to life in one: short enough for a heading. */
export const hostileName = `甲<img src=x onerror="window.${mark}=1" ${mark}>"'\u202e乙`
/** The same for what an item says: signs nobody sees stand in no file of an item. */
export const hostileWord = hostileName.replace('\u202e', '')

/** 敌意事项 The next version of the energy review, in force from today on: every text that it shows is hostile, short ones and long ones. */
export async function hostileItem({ city, clock }: TestCity) {
  const { file, bytes } = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const templates = await readTemplates()

  /** @throws DEFINITION_INVALID for a text that no item may say. */
  function saying(brief: string, long: string) {
    const item = parse(bytes.toString())
    const { content, materials, conditions, rules, flow } = item
    item.version++
    item.effective.from = clock.today().toString()
    content.name = { zh: `${content.name.zh}${brief}`, en: brief }
    content.form['project.name'].label = `项目名称${brief}`
    content.form['project.name'].help = long
    content.form['project.twoHigh'].label = `${brief}是否“两高”项目`
    content.documents[0].name = `批复${brief}`
    content.outcomes.grant.name = { zh: `准予${brief}`, en: brief }
    content.guide.faq = [{ question: brief, answer: long }]
    content.guide.windows = [brief]
    content.guide.intermediary = long
    materials[1].name = { zh: `节能报告${brief}`, en: brief }
    conditions[0].text = { zh: long, en: long }
    rules[0].text = { zh: long, en: long }
    // 征求意见 At acceptance other organs may be asked too, in words of the officer's own.
    flow[0].may = ['supplement', 'refuse-acceptance', 'withdraw', 'consult']
    flow[1].name = { zh: `并联征求意见${brief}`, en: brief }
    return loadDefinition(file, stringify(item), templates)
  }

  return {
    saying,
    publish: (loaded: ReturnType<typeof saying>) =>
      makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a', secondApprover: 'b' }),
  }
}
