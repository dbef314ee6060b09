import type { FastifyPluginAsync } from 'fastify'
import { makeAsking, onTo, queryOf, wayOn, words } from './asking.ts'
import type { SignInPages } from './needs.ts'
import { postPage } from './post.page.ts'

/** 上岗 Where an officer takes one of his posts. */
export const postRoutes = ({ door, viewOf, send }: SignInPages): FastifyPluginAsync => {
  const { ownForm } = makeAsking(door)
  return async app => {
    app.get('/sign-in/post', { config: words('the posts one holds today') }, async (request, reply) => {
      const to = wayOn(queryOf(request, 'to'))
      const view = viewOf(request, { to })
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in', { to }))
      if (signedIn.subject.kind !== 'officer') return onTo(reply, to ?? view.to('/sign-in/own'))
      return send(reply, view, postPage(view, signedIn, { posts: await door.posts(signedIn), to }))
    })
    app.post('/sign-in/post', { config: words('taking a post') }, async (request, reply) => {
      const view = viewOf(request)
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in'))
      const sent = ownForm(request, signedIn)
      await door.takePost(signedIn, (sent.get('post') ?? '').slice(0, 130))
      return onTo(reply, wayOn(sent.get('to')) ?? view.to('/sign-in/post'))
    })
  }
}
