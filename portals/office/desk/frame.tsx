import { type ReactNode, useEffect } from 'react'
import { NavLink, useLocation } from 'react-router'
import { facts, language, post } from './session.ts'
import { say } from './words.ts'

/** The page's name in the window and for whoever does not see the page change. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${say('name')}`
  }, [title])
}

/** A new page begins at its head. */
function useTopOfPage(): string {
  const { pathname } = useLocation()
  useEffect(() => {
    if (pathname) scrollTo(0, 0)
  }, [pathname])
  return pathname
}

const other = language === 'zh' ? 'en' : 'zh'

function Post() {
  if (facts.administers !== null) return <span className="post">{say(`administration.kind.${facts.administers}`)}</span>
  if (post === undefined) return null
  return (
    <span className="post">
      {post.organName} {post.name}
      {facts.posts.length < 2 ? null : (
        <>
          {' '}
          <a href="/sign-in/post?to=/office/">{say('post.change')}</a>
        </>
      )}
    </span>
  )
}

/** The pages of whoever holds an office; whoever supervises looks, and does nothing in the place of those he looks at. */
function Pages() {
  const handles = post?.supervises !== true
  return (
    <>
      <NavLink to="/" end>
        {say('today.title')}
      </NavLink>
      {handles ? <NavLink to="/counter">{say('counter.title')}</NavLink> : null}
      <NavLink to="/ratings">{say('rating.title')}</NavLink>
      {handles ? <NavLink to="/disputes">{say('disputes.title')}</NavLink> : null}
      {handles ? <NavLink to="/exports">{say('exports.title')}</NavLink> : null}
      <NavLink to="/items">{say('items.title')}</NavLink>
      {handles ? null : <NavLink to="/supervision">{say('supervision.title')}</NavLink>}
    </>
  )
}

/** 坐席框架 Head with the few pages there are, who sits here in which post, and the page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const pathname = useTopOfPage()
  return (
    <>
      <a className="skip" href="#main">
        {say('top.skip')}
      </a>
      <header className="top">
        <span className="brand">{say('name')}</span>
        <nav aria-label={say('top.nav')}>
          {facts.administers === null ? (
            <Pages />
          ) : (
            <NavLink to="/administration">{say('administration.title')}</NavLink>
          )}
        </nav>
        <div className="who">
          <Post />
          <span>{facts.name}</span>
          <a href={`/office${pathname}?lang=${other}`} lang={other === 'zh' ? 'zh-CN' : 'en'}>
            {say('top.otherLanguage')}
          </a>
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
