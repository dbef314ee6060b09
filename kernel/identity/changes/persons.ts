import { uuidv7 } from '#kernel/clock'
import { type Sql, statement } from '#kernel/storage'
import { type Actor, type IsoDate, partsOfPost } from '../actor.ts'
import type { Certificate, PersonStatus } from '../records.ts'
import type { ChangeDependencies } from './changes.ts'
import { identityUnknown, mustBeAllowed } from './journal.ts'

const findPerson = statement('identity.findPerson', 'select id, name from kernel.persons where personnel_number = $1')
const addPerson = statement(
  'identity.addPerson',
  'insert into kernel.persons (id, personnel_number, name) values ($1, $2, $3)',
)
const renamePerson = statement('identity.renamePerson', 'update kernel.persons set name = $2 where id = $1')
const endStatus = statement(
  'identity.endStatus',
  'update kernel.person_statuses set valid_to = greatest(valid_from, $2) where person = $1 and valid_to is null',
)
const addStatus = statement(
  'identity.addStatus',
  'insert into kernel.person_statuses (person, status, valid_from) values ($1, $2, $3)',
)
const findAppointment = statement(
  'identity.findAppointment',
  'select 1 from kernel.appointments where person = $1 and organ = $2 and post = $3 and valid_to is not distinct from $4::date',
)
const addAppointment = statement(
  'identity.addAppointment',
  `insert into kernel.appointments (person, organ, post, valid_from, valid_to)
   select $1::uuid, $2, $3, $4::date, $5::date where exists (select 1 from kernel.posts where organ = $2 and code = $3) returning row_id`,
)
const endAppointment = statement(
  'identity.endAppointment',
  `update kernel.appointments set valid_to = greatest(valid_from, $4::date)
   where person = $1 and organ = $2 and post = $3 and (valid_to is null or valid_to > $4::date) returning row_id`,
)
const addCertificate = statement(
  'identity.addCertificate',
  `insert into kernel.certificates (kind, number, person, valid_from, valid_to) values ($1, $2, $3, $4, $5)
   on conflict (kind, number) do nothing returning row_id`,
)
const revokeCertificate = statement(
  'identity.revokeCertificate',
  'update kernel.certificates set revoked_on = $3 where kind = $1 and number = $2 and revoked_on is null returning person',
)

export interface PersonChanges {
  /** 人员登记 Writes an officer (active from that day) or the new name of one; the personnel number is the key. Returns the internal id. */
  recordPerson(
    sql: Sql,
    by: Actor,
    person: { personnelNumber: string; name: string; from: IsoDate; id?: string },
  ): Promise<string>
  /** 在职状态 Active, suspended or left from that day on. Anything but active stops every act at once. */
  setStatus(sql: Sql, by: Actor, change: { person: string; status: PersonStatus; from: IsoDate }): Promise<void>
  /** 任职 Puts a person into a post (`<organ>/<code>`); done by the security administrator, never for himself. */
  appoint(sql: Sql, by: Actor, change: { person: string; post: string; from: IsoDate; to?: IsoDate }): Promise<boolean>
  /** 免职 The appointment ends on that day: the first day on which the person no longer acts. */
  endAppointment(sql: Sql, by: Actor, change: { person: string; post: string; on: IsoDate }): Promise<void>
  /** 持证登记 Writes a certificate; `to` is the day after the last printed day. False when it is known already. */
  certify(sql: Sql, by: Actor, certificate: Omit<Certificate, 'revokedOn'>): Promise<boolean>
  /** 吊销证件 From that day on the certificate counts for nothing. */
  revokeCertificate(sql: Sql, by: Actor, change: { kind: string; number: string; on: IsoDate }): Promise<void>
}

export const makePersonChanges = ({ clock, write }: ChangeDependencies): PersonChanges => ({
  async recordPerson(sql, by, { personnelNumber, name, from, id = uuidv7(clock) }) {
    await mustBeAllowed(sql, clock, by, 'record-person')
    const [known] = await sql.run<{ id: string; name: string }>(findPerson, [personnelNumber])
    if (known) {
      if (known.name !== name) {
        await sql.run(renamePerson, [known.id, name])
        await write(sql, by, 'person-renamed', { person: known.id })
      }
      return known.id
    }
    await sql.run(addPerson, [id, personnelNumber, name])
    await sql.run(addStatus, [id, 'active', from])
    await write(sql, by, 'person', { person: id, personnelNumber, from })
    return id
  },

  async setStatus(sql, by, { person, status, from }) {
    await mustBeAllowed(sql, clock, by, 'record-person', person)
    await sql.run(endStatus, [person, from])
    await sql.run(addStatus, [person, status, from])
    await write(sql, by, 'status', { person, status, from })
  },

  async appoint(sql, by, { person, post, from, to }) {
    await mustBeAllowed(sql, clock, by, 'appoint', person)
    const { organ, code } = partsOfPost(post)
    if ((await sql.run(findAppointment, [person, organ, code, to ?? null])).length > 0) return false
    const added = await sql.run(addAppointment, [person, organ, code, from, to ?? null])
    if (added.length === 0) throw identityUnknown({ detail: `No post ${post}` })
    await write(sql, by, 'appointed', { person, post, from, to: to ?? null })
    return true
  },

  async endAppointment(sql, by, { person, post, on }) {
    await mustBeAllowed(sql, clock, by, 'appoint', person)
    const { organ, code } = partsOfPost(post)
    const ended = await sql.run(endAppointment, [person, organ, code, on])
    if (ended.length === 0) throw identityUnknown({ detail: `No appointment to ${post} that runs on ${on}` })
    await write(sql, by, 'appointment-ended', { person, post, on })
  },

  async certify(sql, by, { kind, number, person, from, to }) {
    await mustBeAllowed(sql, clock, by, 'certify', person)
    const added = await sql.run(addCertificate, [kind, number, person, from, to])
    if (added.length > 0) await write(sql, by, 'certified', { kind, number, person, from, to })
    return added.length > 0
  },

  async revokeCertificate(sql, by, { kind, number, on }) {
    await mustBeAllowed(sql, clock, by, 'certify')
    const revoked = await sql.run(revokeCertificate, [kind, number, on])
    if (revoked.length === 0) throw identityUnknown({ detail: `No certificate ${number} in force` })
    await write(sql, by, 'certificate-revoked', { kind, number, on })
  },
})
