import { type ReactNode, useEffect } from 'react'
import { NavLink, useLocation } from 'react-router'
import { takePost } from './post-choice.tsx'
import { facts, language, post } from './session.ts'
import { say } from './words.ts'

/** The page's name in the window and for whoever does not see the page change. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${say('name')}`
  }, [title])
}

/** The address that was left has its own scroll; a new page begins at its head, with the focus on it. */
function useTopOfPage(): void {
  const { pathname } = useLocation()
  useEffect(() => {
    if (pathname) scrollTo(0, 0)
  }, [pathname])
}

const other = language === 'zh' ? 'en' : 'zh'
function changeLanguage(): void {
  void cookieStore
    .set({ name: 'desk-language', value: other, path: '/office', sameSite: 'lax' })
    .then(() => location.reload())
}

function Posts() {
  const { posts } = facts
  if (post === undefined) return null
  const said = `${post.organName} ${post.name}`
  if (posts.length < 2) return <span className="post">{said}</span>
  return (
    <label className="post">
      <span className="unseen">{say('post.title')}</span>
      <select
        value={post.id}
        onChange={({ target }) => {
          takePost(target.value).catch(() => location.reload())
        }}
      >
        {posts.map(({ id, name, organName }) => (
          <option key={id} value={id}>{`${organName} ${name}`}</option>
        ))}
      </select>
    </label>
  )
}

/** 坐席框架 Head with the few pages there are, who sits here in which post, and the page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  useTopOfPage()
  return (
    <>
      <a className="skip" href="#main">
        {say('top.skip')}
      </a>
      <header className="top">
        <span className="brand">{say('name')}</span>
        <nav aria-label={say('top.nav')}>
          <NavLink to="/" end>
            {say('today.title')}
          </NavLink>
          <NavLink to="/counter">{say('counter.title')}</NavLink>
        </nav>
        <div className="who">
          <Posts />
          <span>{facts.name}</span>
          <button type="button" className="link" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={changeLanguage}>
            {say('top.otherLanguage')}
          </button>
          <a href="/sign-in/own">{say('top.own')}</a>
        </div>
      </header>
      {facts.demo ? (
        <p className="demo">
          {say('demo')} <a href="/demo">{say('demoHome')}</a>
        </p>
      ) : null}
      {children}
    </>
  )
}
