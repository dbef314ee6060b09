import type { ReactNode } from 'react'
import { facts, post } from '../session.ts'
import { say } from '../words.ts'

/** 只在窗口办 What only a post at a counter may do; to the others it is said before anything is typed. */
export function CounterOnly({ children }: { readonly children: ReactNode }) {
  if (post?.counter) return children
  return (
    <div className="note amber" role="status">
      <p>{say('counter.only')}</p>
      {facts.posts.some(({ counter }) => counter) ? (
        <p>
          <a href="/sign-in/post?to=/office/counter">{say('post.change')}</a>
        </p>
      ) : null}
    </div>
  )
}
