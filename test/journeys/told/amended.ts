import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../../content.ts'
import { follow, heading, type Journeys, type Opened, press, sees } from '../../harness/journey.ts'
import { answerFit, beginReview, enterForFirm, handIn, typeForm, upload } from './energy-review.ts'

/** The next version of the item, in force today: it asks one thing more. */
async function amend({ gate }: Journeys): Promise<void> {
  const { city, clock } = gate.house
  const { file, bytes } = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const text = bytes
    .toString()
    .replace('version: 3', 'version: 4')
    .replace('from: 2026-01-01', `from: ${clock.today().toString()}`)
    .replace(/^( +)project\.name: /m, '$1project.stage: { type: string, label: 项目进展阶段 }\n$1project.name: ')
  const loaded = loadDefinition(file, text, await readTemplates())
  await makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a', secondApprover: 'b' })
}

export const amended = (of: Opened) =>
  test('填到一半换了新版本: what was typed stays, that the rules changed is said, and what is new is asked before it is sent', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳新版热力有限公司')
    const { page, look, close } = await house.visitor({ script: false })
    await enterForFirm(house, page, firm)
    await beginReview(house, page)
    await answerFit(page)
    await typeForm(page)
    await press(page, '继续')
    await heading(page, '材料')
    for (const paper of ['申请书', '节能报告']) await upload(page, paper)
    await amend(house)
    await press(page, '开始预检')
    await heading(page, '预检')
    await look('the pre-check of a draft of an earlier version')
    await page.getByRole('link', { name: '去改“项目进展阶段”' }).first().click()
    await sees(page, '这件事的规定有了新版本')
    assert.equal(await page.getByLabel('联系人').inputValue(), '示例联系人')
    await look('the rules have changed')
    await page.getByLabel('项目进展阶段').fill('可行性研究')
    await press(page, '继续')
    await sees(page, /第2页/)
    await press(page, '继续')
    await heading(page, '材料')
    await page.getByRole('link', { name: '节能报告.pdf' }).waitFor()
    await handIn(page)
    await follow(page, '看办理进度')
    for (const said of ['可行性研究', '余热回收改造']) await sees(page, said)
    await close()
  })
