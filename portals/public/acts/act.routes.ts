import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { fileRefused } from '../apply/materials.routes.ts'
import { type Drawing, words } from '../asking.ts'
import { type CitizenNeeds, type Door, isUuid, numberIn, seeOther, type Visit } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { idOf } from '../field.ts'
import { keepScript, keepTyping } from '../keeping.ts'
import { withScript } from '../own-script.ts'
import {
  type ActQuestion,
  type ActTyped,
  bodyOf,
  nothingTyped,
  problemsOf,
  questionsOf,
  typedBefore,
  typedOf,
  wordsIn,
} from './act.form.ts'
import { actClosedPage, actPage, actReceiptPage, actReviewPage } from './act.page.ts'
import type { ActOfCase } from './needs.ts'

/** What stands around a file in the form it is sent with. */
const aroundFile = 65_536
const kinds = ['pdf', 'png', 'jpeg'] as const
const nobody = '00000000-0000-7000-8000-000000000000'

/** 当事人办理 One page for everything a party may do in its case, made from the act's own declaration: filled in, looked over, sent. */
export function makeActRoutes(
  { acts, mine }: Pick<CitizenNeeds, 'acts' | 'mine'>,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  const { maxFile } = acts
  const address = '/mine/cases/:number/acts/:verb'
  const verbIn = ({ params }: FastifyRequest): string => (params as { verb: string }).verb

  type Acting<Came extends Visit = Visit> = Came & {
    readonly shown: ActOfCase
    readonly questions: readonly ActQuestion[]
  }
  async function acting<Came extends Visit>(
    request: FastifyRequest,
    visit: Came | undefined,
  ): Promise<Acting<Came> | undefined> {
    if (!visit) return undefined
    const shown = await acts.one(visit.person, numberIn(request), verbIn(request))
    return { ...visit, shown, questions: questionsOf(visit.view, shown.act) }
  }
  const pageOf = ({ person, shown, questions }: Acting, typed = nothingTyped, problems: readonly Problem[] = []) => ({
    ...{ person, shown, questions, typed, problems, maxFile },
    today: acts.today(),
  })
  const closed = (reply: FastifyReply, visit: Acting) =>
    send(reply, visit.view, actClosedPage(visit.view, pageOf(visit)), 409)

  /** What was typed stays, with the file that has been sent in already. */
  const again = (reply: FastifyReply, visit: Acting, typed: ActTyped, problems: readonly Problem[], status: number) =>
    send(reply, visit.view, withScript(reply, actPage(visit.view, pageOf(visit, typed, problems)), keepScript), status)

  /** 收文件 A file chosen on this page is taken in at once, and goes on with what was typed. */
  async function takeFiles({ person, view, form, questions }: Acting, typed: ActTyped) {
    const question = questions.find(({ file }) => file)
    const [sent] = form.files
    if (!question || !sent) return { typed, problems: [] }
    try {
      const { file } = await acts.receive(person, sent.bytes, kinds)
      const files = new Map([...typed.files, [question.name, { file, name: sent.name }] as const])
      return { typed: { ...typed, files }, problems: [] }
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
      const said = kinds.map(kind => view.say(`apply.file.kind.${kind}`)).join(view.say('list.join'))
      const text = fileRefused(view, fault, { kinds: said, maxFile })
      return { typed, problems: [{ at: `#${idOf(question.name)}`, text }] }
    }
  }

  return async app => {
    app.get(address, { config: words('something a party may do in its case') }, async (request, reply) => {
      const visit = await acting(request, await door.look(request, reply, acts.rightOf(verbIn(request))))
      if (!visit) return reply
      if (!visit.shown.act.possible) return closed(reply, visit)
      const words = await acts.typed.read(visit.person, visit.shown)
      const unsent = Object.keys(words?.typed ?? {}).length > 0
      const page = { ...pageOf(visit, typedBefore(words)), unsent }
      return send(reply, visit.view, withScript(reply, actPage(visit.view, page), keepScript))
    })

    app.post(
      address,
      { config: words('do it: looked over first, then sent'), bodyLimit: maxFile + aroundFile },
      async (request, reply) => {
        const drawnAgain = async (came: Visit) => {
          const whole = (await acting(request, came))!
          const typed = { ...typedOf(came.form, whole.questions, mine.problemOf), problems: new Map() }
          return whole.shown.act.possible
            ? withScript(reply, actPage(came.view, pageOf(whole, typed)), keepScript)
            : undefined
        }
        const right = acts.rightOf(verbIn(request))
        const visit = await acting(request, await door.take(request, reply, right, { again: drawnAgain }))
        if (!visit) return reply
        const { person, view, form, key, shown, questions } = visit
        const step = form.one('step')
        const receipt = `${view.to(`/mine/cases/${shown.number}/acts/${shown.act.verb}/receipt`, { press: key })}`
        if (!shown.act.possible) {
          // The same press again: it has been done, and its receipt is there.
          const done = step === 'send' && (await acts.step(person, key, shown.number, shown.act.verb).catch(() => null))
          return done ? seeOther(reply, receipt) : closed(reply, visit)
        }
        if (step === 'typed') {
          await keepTyping(acts.typed, visit, shown, wordsIn(form, questions))
          return reply.code(204).send()
        }
        const read = typedOf(form, questions, mine.problemOf)
        if (step === 'change') return again(reply, visit, read, [], 200)
        const { typed, problems } = await takeFiles(visit, read)
        const all = [...problemsOf(view, questions, typed), ...problems]
        if (all.length > 0) return again(reply, visit, typed, all, 400)
        if (step !== 'send') return send(reply, view, actReviewPage(view, pageOf(visit, typed)))
        try {
          await acts.carryOut(person, key, shown.number, shown.act.verb, bodyOf(questions, typed))
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500 || fault.status === 404) throw fault
          const said = fault.reasons.flatMap(({ text }) => (text === undefined ? [] : [text]))
          const known = `mine.refused.${fault.code}`
          const text = said[0] ?? view.say(view.has(known) ? known : 'mine.refused.OTHER', { code: fault.code })
          return again(reply, visit, typed, [{ at: '#main', text }], fault.status)
        }
        await acts.typed.drop(person, shown)
        return seeOther(reply, receipt)
      },
    )

    app.get(`${address}/receipt`, { config: words('the receipt of what a party did') }, async (request, reply) => {
      const visit = await acting(request, await door.look(request, reply, acts.rightOf(verbIn(request))))
      if (!visit) return reply
      const { press } = request.query as { press?: unknown }
      const key = typeof press === 'string' && isUuid(press) ? press : nobody
      const done = await acts.step(visit.person, key, visit.shown.number, visit.shown.act.verb)
      return send(reply, visit.view, actReceiptPage(visit.view, { shown: visit.shown, done }))
    })
  }
}
