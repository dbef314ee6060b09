import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Drawing, words } from '../asking.ts'
import { seeOther, type Taken } from '../citizen.ts'
import { kindsSaid, sizeSaid } from '../file-field.ts'
import type { View } from '../view.ts'
import { type DraftVisit, unchecked } from './draft.ts'
import { kindsOf, materialsPage, type Paper } from './materials.page.ts'
import type { ApplyNeeds, DraftChange } from './needs.ts'
import { askedOf } from './paging.ts'
import { addressOf, hasStep } from './steps.ts'

type Visiting = (request: FastifyRequest, reply: FastifyReply) => Promise<DraftVisit | undefined>

export interface MaterialRouteNeeds {
  readonly apply: ApplyNeeds
  readonly frame: Drawing
  readonly looking: Visiting
  readonly taking: (request: FastifyRequest, reply: FastifyReply) => Promise<DraftVisit<Taken> | undefined>
}

/** Files of one paper, and bytes of all the files of one application. */
const mostFiles = 20
const mostBytes = 100 << 20
/** What stands around a file in the form it is sent with. */
const aroundFile = 65_536

/** Why a file was not taken, and what to do about it. */
export function fileRefused(
  view: View,
  { code }: Refusal,
  { kinds, maxFile }: { kinds: string; maxFile: number },
): string {
  const key = `apply.file.refused.${code}`
  return view.say(view.has(key) ? key : 'apply.file.refused.OTHER', { kinds, size: sizeSaid(view, maxFile) })
}

const withFiles = (draft: DraftChange, material: string, files: NonNullable<DraftChange['kept']['files']>[string]) =>
  unchecked({ ...draft, kept: { ...draft.kept, files: { ...draft.kept.files, [material]: files } } })

/** 交材料 Each file goes off by itself, to the paper it belongs to. */
export function materialRoutes({ apply, frame, looking, taking }: MaterialRouteNeeds): FastifyPluginAsync {
  const { send } = frame
  const { maxFile } = apply

  const shownOf = async ({ person, draft, compiled }: DraftVisit) => ({
    ...{ person, draft, compiled, maxFile },
    today: apply.today(),
    held: await apply.vouchers(person),
  })
  async function paperIn({ params }: FastifyRequest, visit: DraftVisit): Promise<Paper | undefined> {
    const { compiled, draft, person } = visit
    const asked = askedOf(compiled, draft.fields, await apply.vouchers(person))
    return asked.find(({ id }) => id === (params as { material: string }).material)
  }
  const back = (reply: FastifyReply, { view, draft }: DraftVisit, paper?: Paper) =>
    seeOther(reply, `${view.to(addressOf(draft, 'materials'))}${paper ? `#p-${paper.id}` : ''}`)

  return async app => {
    app.get(
      '/apply/:item/:draft/materials',
      { config: words('the papers of an application') },
      async (request, reply) => {
        const visit = await looking(request, reply)
        if (!visit) return reply
        const { view, draft, compiled } = visit
        return hasStep(compiled, draft.fields, 'materials')
          ? send(reply, view, materialsPage(view, await shownOf(visit)))
          : seeOther(reply, view.to(addressOf(draft, 'precheck')))
      },
    )

    app.post(
      '/apply/:item/:draft/materials/:material',
      { config: words('send in a file for a paper'), bodyLimit: maxFile + aroundFile },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        const { person, view, form, key, draft } = visit
        const paper = await paperIn(request, visit)
        if (!paper) return back(reply, visit)
        const kinds = kindsOf(paper)
        const said = kindsSaid(view, kinds)
        const refuse = async (text: string) => {
          const refused = { material: paper.id, text }
          return send(reply, view, materialsPage(view, { ...(await shownOf(visit)), refused }), 400)
        }
        const [sent] = form.files
        if (!sent) return refuse(view.say('apply.file.none'))
        if ((draft.kept.files?.[paper.id] ?? []).length >= mostFiles) return refuse(view.say('apply.file.tooMany'))
        const held = Object.values(draft.kept.files ?? {}).flat()
        if (held.reduce((sum, { size }) => sum + size, sent.bytes.length) > mostBytes)
          return refuse(view.say('apply.file.tooMuch', { size: sizeSaid(view, mostBytes) }))
        try {
          const { file, size, blank, blurred } = await apply.receive(person, sent.bytes, kinds, key)
          const seen = { ...(blank && { blank }), ...(blurred && { blurred }) }
          const kept = { file, size, name: sent.name, on: apply.today(), ...seen }
          await apply.change(person, draft.caseId, before => {
            const there = before.kept.files?.[paper.id] ?? []
            return there.some(one => one.file === file) ? before : withFiles(before, paper.id, [...there, kept])
          })
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
          return refuse(fileRefused(view, fault, { kinds: said, maxFile }))
        }
        return back(reply, visit, paper)
      },
    )

    app.post(
      '/apply/:item/:draft/materials/:material/remove',
      { config: words('take a file back') },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        const paper = await paperIn(request, visit)
        const gone = visit.form.one('file')
        if (paper)
          await apply.change(visit.person, visit.draft.caseId, before =>
            withFiles(
              before,
              paper.id,
              (before.kept.files?.[paper.id] ?? []).filter(({ file }) => file !== gone),
            ),
          )
        return back(reply, visit, paper)
      },
    )

    app.post(
      '/apply/:item/:draft/materials/:material/instead',
      { config: words('bring a paper later, or promise it') },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        const paper = await paperIn(request, visit)
        const chosen = visit.form.one('instead')
        const may =
          (chosen === 'late' && paper?.lateAllowed === true) || (chosen === 'committed' && paper?.commitment === true)
        if (paper)
          await apply.change(visit.person, visit.draft.caseId, before => {
            const others = Object.entries(before.kept.instead ?? {}).filter(([id]) => id !== paper.id)
            const instead = Object.fromEntries(may ? [...others, [paper.id, chosen as 'late' | 'committed']] : others)
            return unchecked({ ...before, kept: { ...before.kept, instead } })
          })
        return back(reply, visit, paper)
      },
    )
  }
}
