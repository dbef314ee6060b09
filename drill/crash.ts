import { judge } from './crash/judge.ts'
import { crashMany } from './crash/many.ts'
import { crashSingle } from './crash/single.ts'
import { conclude, drillDirectory, openDrillCity, optionOf } from './house.ts'

/**
 * 崩溃演练 [--kills N] [--processes 6] Kills the program (SIGKILL) and the database (immediate stop) under load, again and again, then
 * holds every acknowledged act against what is stored. One process that is the whole city, or several with a role each.
 */
const kills = optionOf('kills', 100)
const processes = optionOf('processes', 1)
if (processes !== 1 && processes < 6)
  throw new Error('--processes is 1, or at least 6: two of each role, so that one of each is left')
if (processes > 1 && kills < processes)
  throw new Error(
    `--kills is at least ${processes}, as --processes is: each of them is killed in turn, none is left out`,
  )
const directory = drillDirectory()
const crash =
  processes > 1 ? await crashMany(directory.path, { kills, processes }) : await crashSingle(directory.path, kills)
const { city } = await openDrillCity(directory.path, { content: false })
const { ok, figures } = await judge(city, crash.acknowledged)
await city.close()
directory.remove()
conclude({
  name: 'crash',
  ok: ok && crash.ok && crash.acknowledged.length > kills,
  figures: { ...crash.figures, ...figures },
})
