/** 收件 To whom an alarm goes: the officer who holds the task, whoever is above, supervision, the organ as a whole. */
export interface Recipient {
  readonly kind: 'holder' | 'superior' | 'supervision' | 'organ'
  readonly organ: string
  /** One officer; absent: whoever stands in that place in the organ. */
  readonly person?: string | null
}

/** What of an alarm decides who may see it. */
export interface Concern {
  readonly about: 'case' | 'beneficiary' | 'official'
  readonly organ: string
  readonly person: string | null
  readonly recipients: readonly Recipient[]
}

/** 查看人 Who looks: an officer, the organs he serves in, those he is set above, and whether he is of supervision. */
export interface Viewer {
  readonly person: string
  readonly organs: readonly string[]
  /** Organs whose officers he leads or oversees as a superior. */
  readonly above: readonly string[]
  readonly supervision: boolean
}

/**
 * 可见 Whether somebody may see, count or handle an alarm. A lead about an official is for supervision alone, and not for
 * anybody of that organ, above it by line, or the person himself: for them it does not exist.
 */
export function maySee(alarm: Concern, viewer: Viewer): boolean {
  if (alarm.about === 'official')
    return (
      viewer.supervision &&
      !viewer.organs.includes(alarm.organ) &&
      !viewer.above.includes(alarm.organ) &&
      viewer.person !== alarm.person
    )
  return alarm.recipients.some(({ kind, organ, person }) => {
    if (kind === 'supervision') return viewer.supervision
    if (person !== undefined && person !== null) return person === viewer.person
    return (kind === 'superior' ? viewer.above : viewer.organs).includes(organ)
  })
}

/** The same in SQL, over `a` (governance.alarms); parameters from `$first`: person, organs, above, supervision. */
export const visibleText = (first: number): string => `case when a.about = 'official'
  then $${first + 3}::boolean and a.organ <> all ($${first + 1}::text[]) and a.organ <> all ($${first + 2}::text[]) and a.person is distinct from $${first}::uuid
  else exists (select from governance.alarm_recipients r where r.alarm = a.id and case
    when r.kind = 'supervision' then $${first + 3}::boolean
    when r.person is not null then r.person = $${first}::uuid
    when r.kind = 'superior' then r.organ = any ($${first + 2}::text[])
    else r.organ = any ($${first + 1}::text[]) end) end`

export const visibleValues = ({ person, organs, above, supervision }: Viewer): unknown[] => [
  person,
  organs,
  above,
  supervision,
]

/**
 * 撤销预警 Whoever may see it may say that he has; dismissing is for those above or of supervision, never for the officer it
 * concerns, and a red one for supervision only.
 */
export function mayDismiss(alarm: Concern & { readonly level: string }, viewer: Viewer): boolean {
  if (!maySee(alarm, viewer) || viewer.person === alarm.person) return false
  return viewer.supervision || (alarm.level !== 'red' && viewer.above.includes(alarm.organ))
}
