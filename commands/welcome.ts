import { checkCodeOf } from '#systems/power'
import type { City } from '../main.ts'
import type { LiveHouse } from './house.ts'

const stop = '停止 stop: Ctrl-C'

/** 开门词 Where to look, who one may be, how to stop: nine lines. A real city says where it is, and nothing of anybody's case. */
export async function welcome(city: City, { url, issuer }: LiveHouse): Promise<string> {
  const { mode, publicUrl = url } = city.config
  if (mode !== 'demo') return `准绳 Plumbline${mode === 'test' ? ' · 试验 test' : ''}   ${publicUrl}/   ${stop}`
  const [shown] = await city.db.query<{ number: string }>(
    `select number from kernel.cases where status = 'open' order by opened_on desc, number limit 1`,
  )
  const lines = [
    `准绳 Plumbline · 演示 demonstration   ${url}/   ${stop}`,
    `  办事指南 guide   ${url}/items/energy-review     接口 API   ${url}/api/openapi.json`,
    ...(shown ? [`  办件进度 a case  ${url}/cases/${shown.number}?code=${checkCodeOf(city.index, shown.number)}`] : []),
    ...(issuer?.accounts.shown.map(({ account, title, password }) => `  ${account.padEnd(11)}${password}   ${title}`) ??
      []),
  ]
  return lines.join('\n')
}
