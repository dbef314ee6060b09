import { openDrillCity } from './house.ts'

/** 归集演练的被杀者 Feeds the file, telling of each batch, until it is done or killed. */
const [directory = '', path = ''] = process.argv.slice(2)
const { city } = await openDrillCity(directory, { content: false })
const fed = await city.feeds.feed({ register: 'enterprise', path }, ({ rows }) => {
  process.stdout.write(`rows ${rows}\n`)
})
process.stdout.write(`done ${JSON.stringify(fed)}\n`)
await city.close()
