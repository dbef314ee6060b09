import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FieldWords } from '../case/case-data.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say, sayFirst, textOf } from '../words.ts'
import { askedOf, fitsCounter, papersOf } from './application-part.tsx'
import { useItemForm, useItems } from './counter-data.ts'
import { ItemChoice } from './item-choice.tsx'
import { Slip } from './slip.tsx'

const line = '________________________'
/** Where a pen writes, or which words it ticks. */
function placeFor({ type, options, unit }: FieldWords): string {
  const words = type === 'boolean' ? [say('form.yes'), say('form.no')] : options.map(({ label }) => textOf(label))
  if (words.length > 0) return words.map(word => `□ ${word}`).join('　')
  if (type === 'money') return `${line} ${say('form.yuan')}`
  return unit ? `${line} ${sayFirst(`unit.${unit}`, unit)}` : line
}

/** 空白表格 What an item asks, on paper, for whoever writes it by hand: the same questions and papers, of the same version. */
export default function BlankPage() {
  useTitle(say('blank.title'))
  const [item, setItem] = useState('')
  const items = useItems(fitsCounter)
  const form = useItemForm(item)
  return (
    <main id="main" className="page">
      <h1 className="no-print">{say('blank.title')}</h1>
      <p className="no-print">
        {say('blank.lead')} <Link to="/counter">{say('accounts.back')}</Link>
      </p>
      <div className="no-print">
        <ItemChoice of="counter" items={items} value={item} onChange={setItem} />
        {form.isError ? <ProblemNote problem={problemOf(form.error)} /> : null}
        {item === '' ? <p className="empty">{say('blank.nothing')}</p> : null}
      </div>
      {form.data ? (
        <>
          <Slip
            title={textOf(form.data.name)}
            by=""
            rows={askedOf(form.data).map(name => {
              const field = form.data.words.form[name]!
              const asked = field.required ? textOf(field.label) : `${textOf(field.label)} ${say('form.optional')}`
              return [asked, placeFor(field)] as const
            })}
          >
            {papersOf(form.data).length === 0 ? null : (
              <>
                <h3>{say('blank.papers')}</h3>
                <ul>
                  {papersOf(form.data).map(({ id, name }) => (
                    <li key={id}>□ {name}</li>
                  ))}
                </ul>
              </>
            )}
            <p>{say('blank.signed')}</p>
          </Slip>
          <div className="press">
            <Button type="primary" onClick={() => print()}>
              {say('blank.print')}
            </Button>
          </div>
        </>
      ) : null}
    </main>
  )
}
