import type { TaskShown } from './today.tsx'
import { say, textOf } from './words.ts'

const names = ['item', 'stage', 'claimed', 'level', 'drawer'] as const
type Name = (typeof names)[number]
export type Wanted = Partial<Record<Name, string>>

const form = /^[a-z][A-Za-z0-9-]{0,63}$/

/** What the address asks for; it can be kept and sent on. */
export const wantedIn = (query: URLSearchParams): Wanted =>
  Object.fromEntries(names.flatMap(name => (form.test(query.get(name) ?? '') ? [[name, query.get(name)!]] : [])))

const levels = ['notice', 'yellow', 'red'] as const

/** The words that stand in the list now, so that nobody chooses what is not there. */
function optionsOf(name: Name, tasks: readonly TaskShown[], chosen: string | undefined): readonly [string, string][] {
  if (name === 'claimed') return ['true', 'false'].map(state => [state, say(`claimed.${state}`)])
  if (name === 'level') return levels.map(level => [level, say(`level.${level}`)])
  const told = (task: TaskShown): [string, string] =>
    name === 'item'
      ? [task.item, textOf(task.name)]
      : name === 'stage'
        ? [task.stage, textOf(task.stageName)]
        : [task.drawer, say(`drawer.${task.drawer}`)]
  const found = new Map(tasks.map(told))
  if (chosen !== undefined && !found.has(chosen)) found.set(chosen, chosen)
  return [...found]
}

/** 筛选 By item, stage, state, warning and drawer. */
export function Filters({
  wanted,
  tasks,
  onChange,
}: {
  readonly wanted: Wanted
  readonly tasks: readonly TaskShown[]
  readonly onChange: (wanted: Record<string, string>) => void
}) {
  const choose = (name: Name, value: string) => {
    const { [name]: _, ...rest } = wanted
    onChange({ ...(rest as Record<string, string>), ...(value !== '' && { [name]: value }) })
  }
  return (
    <search className="filters" aria-label={say('filters.title')}>
      {names.map(name => (
        <label key={name}>
          <span>{say(`filters.${name}`)}</span>
          <select value={wanted[name] ?? ''} onChange={({ target }) => choose(name, target.value)}>
            <option value="">{say('filters.all')}</option>
            {optionsOf(name, tasks, wanted[name]).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ))}
    </search>
  )
}
