import { Button } from 'antd'
import { useState } from 'react'
import { ask, type Problem } from './api.ts'
import { useTitle } from './frame.tsx'
import { ProblemNote, problemOf } from './problem-note.tsx'
import { facts } from './session.ts'
import { say } from './words.ts'

/** Takes a post for this session; everything is read anew in it. */
export async function takePost(id: string): Promise<void> {
  await ask('/office/post', { method: 'POST', body: { post: id } })
  location.assign('/office/')
}

/** 上岗 Which of the posts held today this session is for. */
export function PostChoice() {
  useTitle(say('post.title'))
  const [problem, setProblem] = useState<Problem>()
  const take = (id: string) => {
    takePost(id).catch(thrown => setProblem(problemOf(thrown)))
  }
  return (
    <main id="main" className="page">
      <h1>{say('post.title')}</h1>
      {problem ? <ProblemNote problem={problem} /> : null}
      {facts.posts.length === 0 ? (
        <div className="empty">
          <p>{say('post.none')}</p>
        </div>
      ) : (
        <ul className="plain">
          {facts.posts.map(({ id, name, organName }) => (
            <li key={id}>
              <Button onClick={() => take(id)}>{`${organName} ${name}`}</Button>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}
