import type { FormBody } from './form-body.ts'
import { attribute, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark } from './marks.ts'
import { carried, formFor } from './own-form.ts'
import type { SignedIn } from './person.ts'
import type { View } from './view.ts'

export interface ResumeShown {
  readonly person: SignedIn | undefined
  readonly signIn?: string
  /** By which the same person goes on at once, if anything. */
  readonly resume?: string
  readonly form: FormBody
}

/** For whom the form was drawn goes with it as it was typed, whoever he acts for now. */
function unswitched({ acting: _, ...person }: SignedIn): SignedIn {
  return person
}

/** 再确认一次 The page itself, with all that was typed in its form: nothing was done, and one looks at it once more before one sends it. */
export const shownAgain = (view: View, parts: PageParts, { files }: FormBody): PageParts => ({
  ...parts,
  title: `${view.say('resume.again')}${view.say('list.colon')}${parts.title}`,
  main: html`<div class="note amber" role="alert" tabindex="-1"${attribute('autofocus', true)}><h2>${mark('amber', view.say('resume.again'))}</h2><p>${view.say('resume.shown')}</p>${files.length === 0 ? null : html`<p>${view.say('resume.files')}</p>`}</div>${parts.main}`,
})

/** 登录已过期 What was typed is in this page; after signing in, one press goes on with it. */
export function resumePage(view: View, { person, signIn, resume = '', form }: ResumeShown): PageParts {
  const title = view.say(person ? 'resume.again' : 'resume.expired')
  const unseen = carried(form.entries.filter(([name]) => name !== 'resume' && (name !== 'key' || !person)))
  const goOn = html`${unseen}${resume === '' ? null : html`<input type="hidden" name="resume" value="${resume}">`}<button type="submit">${view.say('resume.goOn')}</button>`
  return {
    title,
    unlisted: true,
    astray: true,
    main: html`<h1>${title}</h1><div class="note amber" role="alert"><p>${mark('amber', view.say('resume.kept'))}</p>${form.files.length === 0 ? null : html`<p>${view.say('resume.files')}</p>`}</div>
${
  person
    ? html`<p>${view.say('resume.againSays')}</p>${formFor(view, unswitched(person), { to: view.path, class: 'asking' }, goOn)}`
    : html`<ol><li><a href="${signIn}" target="_blank" rel="noopener">${view.say('resume.signIn')}</a></li><li>${view.say('resume.comeBack')}<form method="post" action="${view.to(view.path)}" class="asking">${goOn}</form></li></ol>`
}`,
  }
}

/** 工作人员 An officer's session is for his office; his own affairs are his own account's. */
export const officersPage = (view: View): PageParts => ({
  title: view.say('resume.officer'),
  unlisted: true,
  astray: true,
  main: html`<h1>${view.say('resume.officer')}</h1><p class="lead">${view.say('resume.officerSays')}</p><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p>`,
})
