import { checkCodeOf } from '#systems/power'
import type { City } from '../main.ts'
import { firm } from './demonstration.ts'
import type { LiveHouse } from './house.ts'

const stop = '停止 stop: Ctrl-C'

/** A case whose printed code opens it: somebody applied, best the firm that has an account; one that has come far. */
const caseToShow = `select c.number from kernel.cases c join kernel.case_parties p on p.case_id = c.id
  where c.status = 'open' and p.role = 'subject'
  order by (p.party = $1::uuid) desc, c.seq desc, c.number limit 1`

/** What a process says that answers no requests: what it does, and where to ask how it is. */
export const welcomeOfWork = (roles: readonly string[], url: string): string =>
  `准绳 Plumbline   ${roles.join(', ')}   ${url}/readyz   ${stop}`

/** 首次启动 What whoever starts a new city reads: the code, the first time; afterwards only that it still waits. */
export async function firstStart({ signIn, config: { publicUrl = '' } }: City): Promise<string | undefined> {
  if (await signIn.setup.isFinished()) return undefined
  const code = await signIn.setup.firstCode()
  return code === undefined
    ? '首次启动尚未完成 the first start is not finished; a lost code: plumbline setup'
    : `首次启动 first start   ${publicUrl}/setup   启动码 setup code  ${code}`
}

/** 开门词 One address, who one may be, how to stop: nine lines, of the twelve a first start may fill. A real city says where it is, and nothing of anybody's case. */
export async function welcome(city: City, { url, issuer }: LiveHouse): Promise<string> {
  const { mode, publicUrl = url } = city.config
  if (mode === 'production') return `准绳 Plumbline   ${publicUrl}/   ${stop}`
  const [own] = await city.parties.find(city.db, 'uscc', firm.uscc)
  const [shown] = await city.db.query<{ number: string }>(caseToShow, [own ?? null])
  const lines = [
    `准绳 Plumbline · ${mode === 'demo' ? '演示 demonstration' : '试验 test'}   ${url}/${mode === 'demo' ? 'demo' : ''}   ${stop}`,
    ...(shown ? [`  办件 a case  ${shown.number}   查询码 check code  ${checkCodeOf(city.index, shown.number)}`] : []),
    ...(issuer?.accounts.shown.map(({ account, title, password }) => `  ${account.padEnd(11)}${password}   ${title}`) ??
      []),
  ]
  return lines.join('\n')
}
