import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Every item file of a content folder, in order. */
export const itemFilesOf = (content: string): readonly string[] =>
  readdirSync(join(content, 'items'), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => join(content, 'items', name))
