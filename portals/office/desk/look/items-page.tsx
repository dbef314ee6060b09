import { useTitle } from '../frame.tsx'
import { basisOf, dayOf, say, type Text, textOf } from '../words.ts'
import { Asked } from './look-parts.tsx'

interface Finding {
  readonly rule: string
  readonly severity: string
  readonly path: string
  readonly text: Text
  readonly basis: { readonly law: string; readonly articles: readonly (string | number)[] } | null
}
interface OwnItems {
  readonly organ: string
  readonly items: readonly {
    readonly item: string
    readonly name: Text
    readonly drawer: string
    readonly version: number
    readonly from: string
    readonly findings: readonly Finding[]
  }[]
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return <>{say('items.noFindings')}</>
  return (
    <details>
      <summary>{say('items.findings', { count: findings.length })}</summary>
      <ul>
        {findings.map(({ rule, path, text, basis }) => (
          <li key={`${rule} ${path} ${textOf(text)}`}>
            {textOf(text)} <span className="quiet">{basisOf(basis)}</span> <code>{path}</code> <code>{rule}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Items({ organ, items }: OwnItems) {
  if (items.length === 0)
    return (
      <div className="empty">
        <p>{say('items.none')}</p>
      </div>
    )
  return (
    <table className="tasks">
      <caption className="unseen">{say('items.title')}</caption>
      <thead>
        <tr>
          {['item', 'version', 'linter', 'versions'].map(column => (
            <th key={column} scope="col">
              {say(`items.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(({ item, name, version, from, findings }) => (
          <tr key={item}>
            <td>
              <a href={`/items/${item}?organ=${organ}`}>{textOf(name)}</a>
            </td>
            <td>{say('items.version', { version, day: dayOf(from) })}</td>
            <td>
              <Findings findings={findings} />
            </td>
            <td>
              <a
                href={`/items/${item}/versions?organ=${organ}`}
                aria-label={say('items.compareOne', { item: textOf(name) })}
              >
                {say('items.compare')}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** 本机关事项 What the organ's items say, what the laws have against it, and what each version changed; nothing is changed here. */
export default function ItemsPage() {
  useTitle(say('items.title'))
  return (
    <main id="main" className="page wide">
      <h1>{say('items.title')}</h1>
      <p>{say('items.lead')}</p>
      <Asked<OwnItems> path="/api/own-items">{own => <Items {...own} />}</Asked>
    </main>
  )
}
