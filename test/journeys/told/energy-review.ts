import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { scan } from '../../harness/citizen.ts'
import { choose, type Enterprise, follow, heading, type Journeys, press, sees } from '../../harness/journey.ts'
import { permitFields, permitMaterials } from '../../harness/stories.ts'

export const organ = '210102-approval-bureau'
export const item = '固定资产投资项目节能审查'

/** 法定代表人 Signs in on the way to his own pages, and acts for the firm he represents from then on. */
export async function enterForFirm({ base, signIn }: Journeys, page: Page, firm: Enterprise): Promise<void> {
  await page.goto(base)
  await page.getByRole('navigation', { name: '主要栏目' }).getByRole('link', { name: '我的' }).click()
  await signIn(page, firm)
  await heading(page, '我的')
  await page.getByRole('complementary').getByRole('link', { name: '为谁办理' }).click()
  await page.getByLabel('统一社会信用代码').fill(firm.uscc)
  await press(page, '核对并为企业办理')
  await sees(page, `您正在为${firm.name}办理（法定代表人）`)
}

/** From the directory by a plain word, through the guide, to the first question. */
export async function beginReview({ base }: Journeys, page: Page): Promise<void> {
  await page.goto(base)
  await page.getByRole('searchbox').fill('能评')
  await press(page, '搜索')
  await page.getByRole('link', { name: item }).first().click()
  await follow(page, '网上申请')
  await page.getByLabel('由哪个机关办理').selectOption(organ)
  await press(page, '开始填写')
  await heading(page, '适合我吗')
}

export async function answerFit(page: Page): Promise<void> {
  await page.getByLabel('年综合能源消费量').fill('1,200')
  await page.getByLabel('年电力消费量').fill('0')
  for (const question of ['是否“两高”项目', '是否国家核准项目']) await choose(page, question, '否')
  await press(page, '继续')
  await heading(page, '填写')
}

/** Everything the city does not know yet; the page is not sent. */
export async function typeForm(page: Page, { consults = false, project = '余热回收改造' } = {}): Promise<void> {
  await page.getByLabel('联系人').fill('示例联系人')
  await page.getByLabel('联系电话').fill('138 0000 0001')
  await page.getByLabel('项目代码').fill('2601-210102-04-01-123456')
  await page.getByLabel('项目名称').fill(project)
  await choose(page, /是否需征求/, consults ? '是' : '否')
}

export const scanOf = (name: string) => ({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: scan })

export async function upload(page: Page, paper: string): Promise<void> {
  await page.getByLabel(`选择“${paper}”的文件`).setInputFiles(scanOf(paper))
  await page
    .locator('section.paper', { has: page.getByRole('heading', { name: paper, exact: true }) })
    .getByRole('button', { name: '上传' })
    .click()
  await page.getByRole('link', { name: `${paper}.pdf` }).waitFor()
}

/** From papers with which nothing is wrong to the receipt; the number of the case. */
export async function handIn(page: Page): Promise<string> {
  await press(page, '开始预检')
  return send(page)
}

/** In spite of what the pre-check says. */
export async function handInAnyway(page: Page, goOn: string): Promise<string> {
  await press(page, '开始预检')
  await heading(page, '预检')
  await follow(page, goOn)
  return send(page)
}

async function send(page: Page): Promise<string> {
  await heading(page, '核对提交')
  await press(page, '确认无误，提交')
  await heading(page, '收件回执')
  return /\/cases\/(\d+)\/receipt/.exec(page.url())![1]!
}

/** The whole of it, for journeys that begin where it ends. */
export async function applyForReview(house: Journeys, page: Page): Promise<string> {
  await beginReview(house, page)
  await answerFit(page)
  await typeForm(page)
  await press(page, '继续')
  await heading(page, '材料')
  for (const paper of ['申请书', '节能报告']) await upload(page, paper)
  return handIn(page)
}

/** A case that came in over the net, for journeys that are about what comes later. */
export async function openedReview({ gate: { house } }: Journeys, { firm }: Enterprise) {
  return house.open({
    item: 'energy-review',
    organ,
    channel: 'online',
    parties: [{ role: 'subject', party: firm, unit: 'firm' }],
    by: { kind: 'party', party: firm, account: firm },
    commandId: randomUUID(),
    body: { fields: permitFields, materials: permitMaterials },
  })
}
