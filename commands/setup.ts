import { refusal } from '#kernel/refusal'
import type { Command } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const cityIsSetUp = refusal('CITY_IS_SET_UP', 409, 'The three administrators of this city have signed on')

/** 启动码 Another code for the first start, in place of one that was lost. Whoever can run this sits at the machine. */
export const setup: Command = {
  summary: { zh: '重新打印首次启动的启动码', en: 'print another setup code for the first start' },
  usage: 'setup',
  options: cityOptions,
  run: line =>
    withCity(
      line,
      async city => {
        const finished = await city.signIn.setup.isFinished()
        const code = finished ? undefined : await city.signIn.setup.anotherCode()
        if (code === undefined)
          throw cityIsSetUp({ remedy: 'The security administrator opens accounts and recovers them.' })
        return { ok: true, figures: {}, text: `启动码 setup code   ${code}` }
      },
      { join: true },
    ),
}
