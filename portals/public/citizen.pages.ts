import type { FastifyPluginAsync } from 'fastify'
import { makeActRoutes } from './acts/act.routes.ts'
import { makeApplyRoutes } from './apply/apply.routes.ts'
import type { Drawing } from './asking.ts'
import { makeBatchRoutes } from './batch/batch.routes.ts'
import { type CitizenNeeds, makeDoor } from './citizen.ts'
import { makeComplaintRoutes } from './complain/complain.routes.ts'
import { makeDelegationRoutes } from './delegation/delegation.routes.ts'
import { takePostedForms } from './form-body.ts'
import { makeDataRoutes } from './mine/data.routes.ts'
import { makeFileRoutes } from './mine/file.routes.ts'
import { makeMineRoutes } from './mine/mine.routes.ts'

/** 个人页面 Applying and following, for whoever has signed in: made on the server, complete without script. */
export function makeCitizenPages(needs: CitizenNeeds, frame: Drawing): FastifyPluginAsync {
  const door = makeDoor(needs, frame)
  return async app => {
    takePostedForms(app)
    await app.register(makeApplyRoutes(needs, frame, door))
    await app.register(makeBatchRoutes(needs, frame, door))
    await app.register(makeMineRoutes(needs, frame, door))
    await app.register(makeDataRoutes(needs, frame, door))
    await app.register(makeActRoutes(needs, frame, door))
    await app.register(makeComplaintRoutes(needs, frame, door))
    await app.register(makeDelegationRoutes(needs.delegations, frame, door))
    await app.register(makeFileRoutes(needs.mine, door))
  }
}
