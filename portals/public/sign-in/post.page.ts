import { formCarries } from '../forms.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import type { View } from '../view.ts'
import type { PostShown, SignedInShown } from './needs.ts'

/** 审批局 受理岗 An administrator’s post has a word of ours. */
export const postSaid = (view: View, { name, organ }: PostShown): string =>
  organ === undefined ? view.say(`post.${name}`) : `${organ} ${name}`

/** 上岗 The posts an officer holds today, and which he takes now. */
export const postPage = (
  view: View,
  { csrf, post: present }: SignedInShown,
  { posts, to }: { readonly posts: readonly PostShown[]; readonly to: string | undefined },
): PageParts => ({
  title: view.say('post.title'),
  unlisted: true,
  main: html`<h1>${view.say('post.title')}</h1>
${
  posts.length === 0
    ? html`<p class="lead">${view.say('post.none')}</p>`
    : html`<p class="lead">${view.say('post.lead')}</p><ul class="items">${posts.map(
        post => html`<li><form action="${view.to('/sign-in/post')}" method="post">${formCarries(csrf, { post: post.id, to })}
<h2>${postSaid(view, post)}</h2>${post.id === present ? html`<p>${mark('jade', view.say('post.present'))}</p>` : null}
<button type="submit">${view.say(post.id === present ? 'post.stay' : 'post.take')}</button></form></li>`,
      )}</ul>`
}
<p><a href="${view.to('/sign-in/own')}">${view.say('own.title')}</a></p>`,
})
