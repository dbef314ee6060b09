import { Link } from 'react-router'
import { useTitle } from './frame.tsx'
import { say } from './words.ts'

export function NothingHere() {
  useTitle(say('nothingHere.title'))
  return (
    <main id="main" className="page">
      <h1>{say('nothingHere.title')}</h1>
      <p>
        {say('nothingHere.says')} <Link to="/">{say('today.title')}</Link>
      </p>
    </main>
  )
}
