import type { FastifyPluginAsync } from 'fastify'
import { takeForms } from '../forms.ts'
import { forRoutes } from './for.routes.ts'
import type { SignInPages } from './needs.ts'
import { ownRoutes } from './own.routes.ts'
import { passkeyRoutes } from './passkey.routes.ts'
import { phoneRoutes } from './phone.routes.ts'
import { postRoutes } from './post.routes.ts'
import { recoverRoutes } from './recover.routes.ts'
import { setupRoutes } from './setup.routes.ts'
import { makeShows } from './shows.ts'
import { signInRoutes } from './sign-in.routes.ts'

/** 登录的全部页面 Forms are read here and nowhere else. */
export const makeSignInPages =
  (needs: SignInPages): FastifyPluginAsync =>
  async app => {
    takeForms(app)
    const shows = makeShows(needs)
    await signInRoutes(needs, shows)(app, {})
    await passkeyRoutes(needs, shows)(app, {})
    await ownRoutes(needs, shows)(app, {})
    await phoneRoutes(needs, shows)(app, {})
    await recoverRoutes(needs)(app, {})
    await setupRoutes(needs)(app, {})
    await postRoutes(needs)(app, {})
    await forRoutes(needs)(app, {})
  }
