import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckedFile, Finding } from '#kernel/definition'
import { type City, readCity } from '#kernel/identity'
import { readSites } from '#systems/site'
import { readSiteFiles } from '../../content.ts'

/** What the cities of a content folder have; one that cannot be read is said by whoever opens it. */
async function citiesIn(content: string): Promise<readonly City[]> {
  const folder = join(content, 'cities')
  if (!existsSync(folder)) return []
  const read = await Promise.allSettled(readdirSync(folder).map(name => readCity(join(folder, name))))
  return read.flatMap(one => (one.status === 'fulfilled' ? one.value : []))
}

/** 网站内容 What is wrong with the sites of a content folder, held against its items and the organs and regions of its cities. */
export async function checkSites(
  content: string,
  items: readonly Pick<CheckedFile, 'item'>[],
): Promise<readonly Finding[]> {
  const cities = await citiesIn(content)
  const ground = {
    items: new Set(items.flatMap(({ item }) => item ?? [])),
    organs: new Set(cities.flatMap(({ organs }) => organs.map(({ id }) => id))),
    regions: new Set(cities.flatMap(({ regions }) => regions.map(({ code }) => code))),
  }
  return (await readSiteFiles(content)).flatMap(
    ({ file, bytes }) => readSites(join(content, file), bytes, ground).findings,
  )
}
