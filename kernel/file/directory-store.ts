import { createReadStream } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { refusal } from '#kernel/refusal'
import type { ContentStore } from './content-store.ts'

export const fileMissing = refusal('FILE_MISSING', 404, 'No such file is kept')

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/**
 * A content store in a directory. Names are spread over 256 folders by their last two characters: identifiers made in one
 * hour begin alike and end at random. A file is written aside, synced, moved into place, and its folder synced. What a
 * crash left aside is named and removed like the rest, so the sweep finds it; several programs may share the directory.
 */
export async function openDirectoryStore(directory: string): Promise<ContentStore> {
  const incoming = join(directory, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const placeOf = (name: string): string => {
    if (!/^[A-Za-z0-9-]{8,64}$/.test(name)) throw fileMissing()
    return join(directory, name.slice(-2), name)
  }

  const receive = async (file: FileHandle, source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) await file.writeFile(chunk)
    await file.sync()
  }

  return {
    async write(name, source) {
      const place = placeOf(name)
      const aside = join(incoming, name)
      const file = await open(aside, 'wx', 0o600)
      try {
        await receive(file, source)
      } catch (error) {
        await rm(aside, { force: true })
        throw error
      } finally {
        await file.close()
      }
      const folder = dirname(place)
      if (await mkdir(folder, { recursive: true, mode: 0o700 })) await syncDirectory(directory)
      await rename(aside, place)
      await syncDirectory(folder)
    },

    async *read(name) {
      const stream = createReadStream(placeOf(name), { highWaterMark: 256 * 1024 })
      try {
        for await (const chunk of stream) yield chunk as Buffer
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw fileMissing({ cause })
        throw cause
      }
    },

    async has(name) {
      return access(placeOf(name)).then(
        () => true,
        () => false,
      )
    },

    async remove(name) {
      const place = placeOf(name)
      await rm(place, { force: true })
      await rm(join(incoming, name), { force: true })
      await syncDirectory(dirname(place)).catch(() => {})
    },

    async *names() {
      for (const folder of await readdir(directory)) {
        yield* await readdir(join(directory, folder))
      }
    },
  }
}
