import { OneInput } from '../form/inputs.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say, textOf } from '../words.ts'
import type { useItems } from './counter-data.ts'

/** 事项 Which of the organ's items it is; where none fits here, why. */
export function ItemChoice({
  of: kind,
  items,
  value,
  onChange,
}: {
  readonly of: 'counter' | 'lodge'
  readonly items: ReturnType<typeof useItems>
  readonly value: string
  readonly onChange: (item: string) => void
}) {
  return (
    <>
      {items.isError ? <ProblemNote problem={problemOf(items.error)} /> : null}
      {items.data?.length === 0 ? (
        <div className="empty">
          <p>{say(`${kind}.noItems`)}</p>
        </div>
      ) : (
        <OneInput
          id="item"
          label={say(kind === 'counter' ? 'counter.itemLabel' : 'lodge.item')}
          required
          value={value}
          options={(items.data ?? []).map(one => ({ value: one.item, label: textOf(one.name) }))}
          onChange={onChange}
        />
      )}
    </>
  )
}
