import type { ReactNode } from 'react'
import { post } from '../session.ts'

/** 交给来人的单据 What is printed and handed over: its name, who gives it, and what stands on it. */
export function Slip({
  title,
  by,
  rows,
  children,
}: {
  readonly title: string
  /** Who gives it where no post is taken. */
  readonly by: string
  readonly rows: readonly (readonly [label: string, text: ReactNode])[]
  readonly children: ReactNode
}) {
  return (
    <section className="receipt" aria-labelledby="slip-title" role="status">
      <h2 id="slip-title" className="large">
        {title}
      </h2>
      <p>{post ? `${post.organName} ${post.name}` : by}</p>
      <dl className="answers">
        {rows.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}
