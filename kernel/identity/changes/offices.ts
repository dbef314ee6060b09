import { type Sql, statement } from '#kernel/storage'
import type { Actor, IsoDate } from '../actor.ts'
import type { Organ, Post, Region } from '../records.ts'
import type { ChangeDependencies } from './changes.ts'
import { mustBeAllowed } from './journal.ts'

const putRegion = statement(
  'identity.putRegion',
  `insert into kernel.regions as r (code, name, kind, parent) values ($1, $2, $3, $4)
   on conflict (code) do update set name = excluded.name, parent = excluded.parent
   where (r.name, r.parent) is distinct from (excluded.name, excluded.parent) returning code`,
)

const sameOrgan = statement(
  'identity.sameOrgan',
  `select 1 from kernel.organs where id = $1 and valid_to is null and (name, parent, superior, region, nature, entruster, uscc, functions, initials)
   is not distinct from ($2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text[], $10::text)`,
)
const endOrgan = statement(
  'identity.endOrgan',
  'update kernel.organs set valid_to = greatest(valid_from, $2) where id = $1 and valid_to is null',
)
const addOrgan = statement(
  'identity.addOrgan',
  `insert into kernel.organs (id, name, parent, superior, region, nature, entruster, uscc, functions, initials, valid_from)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)

const samePost = statement(
  'identity.samePost',
  'select 1 from kernel.posts where organ = $1 and code = $2 and valid_to is null and (name, level, counter) = ($3, $4, $5)',
)
const endPost = statement(
  'identity.endPost',
  'update kernel.posts set valid_to = greatest(valid_from, $3) where organ = $1 and code = $2 and valid_to is null',
)
const addPost = statement(
  'identity.addPost',
  'insert into kernel.posts (organ, code, name, level, counter, valid_from) values ($1, $2, $3, $4, $5, $6)',
)

export interface OfficeChanges {
  /** 区划登记 Writes a region, or its new name. False when nothing changed. */
  recordRegion(sql: Sql, by: Actor, region: Region): Promise<boolean>
  /** 机关登记 Writes an organ as it is from that day; the row before it ends. False when nothing changed. */
  recordOrgan(sql: Sql, by: Actor, organ: Omit<Organ, 'to'>): Promise<boolean>
  /** 撤销机关 The organ ends on that day; its posts can no longer act. */
  endOrgan(sql: Sql, by: Actor, organ: string, on: IsoDate): Promise<void>
  /** 岗位登记 Writes a post as it is from that day. False when nothing changed. */
  recordPost(sql: Sql, by: Actor, post: Omit<Post, 'to' | 'id'>): Promise<boolean>
}

export const makeOfficeChanges = ({ clock, write }: ChangeDependencies): OfficeChanges => ({
  async recordRegion(sql, by, { code, name, kind, parent }) {
    await mustBeAllowed(sql, clock, by, 'record-office')
    const changed = await sql.run(putRegion, [code, name, kind, parent])
    if (changed.length > 0) await write(sql, by, 'region', { code, name, kind, parent })
    return changed.length > 0
  },

  async recordOrgan(sql, by, organ) {
    await mustBeAllowed(sql, clock, by, 'record-office')
    const { id, name, parent, superior, region, nature, entruster, uscc, functions, initials = null, from } = organ
    const values = [id, name, parent, superior, region, nature, entruster, uscc, functions, initials]
    if ((await sql.run(sameOrgan, values)).length > 0) return false
    await sql.run(endOrgan, [id, from])
    await sql.run(addOrgan, [...values, from])
    await write(sql, by, 'organ', { ...organ })
    return true
  },

  async endOrgan(sql, by, organ, on) {
    await mustBeAllowed(sql, clock, by, 'record-office')
    await sql.run(endOrgan, [organ, on])
    await write(sql, by, 'organ-ended', { organ, on })
  },

  async recordPost(sql, by, { organ, code, name, level, counter = false, from }) {
    await mustBeAllowed(sql, clock, by, 'record-office')
    if ((await sql.run(samePost, [organ, code, name, level, counter])).length > 0) return false
    await sql.run(endPost, [organ, code, from])
    await sql.run(addPost, [organ, code, name, level, counter, from])
    await write(sql, by, 'post', { organ, code, name, level, counter, from })
    return true
  },
})
