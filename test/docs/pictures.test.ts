import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { pictured, pictureOf, screens } from '../../drill/pictures/pictures.ts'
import { find, read, root } from '../architecture/tree.ts'

const pictures = Object.keys(pictured).flatMap(name => Object.keys(screens).map(screen => pictureOf(name, screen)))

suite('图片 the pictures of the main pages', () => {
  test('each of them is there, is small, and nothing else is', () => {
    assert.deepEqual(find('docs/pictures/*.{webp,png}').toSorted(), pictures.toSorted())
    const sizes = pictures.map(path => statSync(join(root, path)).size)
    assert.ok(Math.max(...sizes) <= 100_000, `${Math.max(...sizes)} bytes`)
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 2_500_000)
  })

  test('both READMEs show each of them and say what it shows', () => {
    for (const readme of ['README.md', 'README.zh-CN.md']) {
      const shown = new Map(
        [...read(readme).matchAll(/<img src="([^"]+)" alt="([^"]*)"/g)].map(([, path, alt]) => [path, alt]),
      )
      assert.deepEqual([...shown.keys()].toSorted(), pictures.toSorted(), readme)
      assert.equal(new Set(shown.values()).size, pictures.length, `${readme}: each is told in its own words`)
      assert.ok(
        [...shown.values()].every(alt => alt),
        `${readme}: a picture without words`,
      )
    }
  })
})
