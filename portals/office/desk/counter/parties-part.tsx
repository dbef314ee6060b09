import type { Typed } from '../form/draft.ts'
import { OneInput } from '../form/inputs.tsx'
import { SupportCode } from '../problem-note.tsx'
import { say } from '../words.ts'
import type { Role } from './counter-data.ts'
import { type PartyFound, type PartyKind, PartyPart } from './party-part.tsx'

export interface PartyNamed extends PartyFound {
  readonly role: string
  readonly unit: string
}

/** A household is found by whoever stands for it. */
const kindsOf = ({ units }: Role): readonly PartyKind[] =>
  (['person', 'firm', 'organ'] as const).filter(
    kind => units.includes(kind) || (kind === 'person' && units.includes('household')),
  )

/** 涉及谁 Who stands in the case from the beginning, one after the other, each in his role. */
export function PartiesPart({
  roles,
  named,
  typed,
  set,
  faults,
}: {
  readonly roles: readonly Role[]
  readonly named: readonly PartyNamed[]
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly faults: Readonly<Record<string, string>>
}) {
  // Without whom it cannot begin comes first.
  const free = roles
    .filter(({ role, max }) => max === null || named.filter(one => one.role === role).length < max)
    .sort((one, two) => two.min - one.min)
  const chosen = free.find(({ role }) => role === typed['role']) ?? (free.length === 1 ? free[0] : undefined)
  const add = (role: Role, found: PartyFound) => {
    const unit = role.units.includes(found.kind) ? found.kind : (role.units[0] ?? found.kind)
    set('parties', [...named, { ...found, role: role.role, unit }])
    for (const member of ['name', 'number', 'role']) set(member, '')
  }
  return (
    <>
      {named.length === 0 ? null : (
        <ul className="plain">
          {named.map(one => (
            <li key={`${one.role} ${one.party}`}>
              {say(`role.${one.role}`)} <strong>{one.name}</strong> <span className="number">{one.number}</span>{' '}
              {one.differs ? <span className="tag amber">▲ {say('counter.nameDiffers')}</span> : null}{' '}
              <button
                type="button"
                className="link"
                aria-label={say('lodge.dropOne', { name: one.name })}
                onClick={() =>
                  set(
                    'parties',
                    named.filter(other => other !== one),
                  )
                }
              >
                {say('lodge.drop')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {Object.entries(faults).map(([role, code]) => (
        <p key={role} className="fault">
          <span aria-hidden="true">✕ </span>
          {say('lodge.roleFault', { role: say(`role.${role}`) })} <SupportCode code={code} />
        </p>
      ))}
      {roles.length === 0 ? <p>{say('lodge.nobody')}</p> : null}
      {free.length > 1 ? (
        <OneInput
          id="role"
          label={say('lodge.role')}
          required
          value={String(typed['role'] ?? '')}
          options={free.map(({ role, min }) => ({
            value: role,
            label: say(min > 0 ? 'lodge.needed' : 'lodge.optional', { role: say(`role.${role}`) }),
          }))}
          onChange={value => set('role', value)}
        />
      ) : null}
      {chosen ? (
        <PartyPart
          key={`${chosen.role} ${named.length}`}
          kinds={kindsOf(chosen)}
          typed={typed}
          set={set}
          found={undefined}
          onFound={found => found && add(chosen, found)}
        />
      ) : null}
    </>
  )
}
