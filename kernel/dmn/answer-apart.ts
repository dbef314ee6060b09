import { Worker } from 'node:worker_threads'
import { declaredRefusals, type RefusalDetails } from '#kernel/refusal'
import type { Question, ToldAnswer } from './answer.ts'
import { dmnFaults } from './faults.ts'

export interface ApartLimits {
  /** From the moment the thread stands: how busy the machine is with starting it is not the model’s fault. */
  readonly milliseconds: number
  readonly megabytes: number
}

export const apartLimits: ApartLimits = { milliseconds: 1200, megabytes: 64 }

const longestStart = 20_000

type Said = 'ready' | { readonly answer: ToldAnswer } | { readonly refusal: RefusalDetails & { readonly code: string } }

const late = ({ milliseconds }: ApartLimits) =>
  dmnFaults.deadline({
    detail: `the decision was not made within ${milliseconds} ms`,
    remedy: 'look for a loop, a recursion or a pattern without end',
  })

const large = ({ megabytes }: ApartLimits) =>
  dmnFaults.memory({
    detail: `the decision needs more than ${megabytes} MB`,
    remedy: 'look for a list or a text that grows without end',
  })

function refusalFrom({ code, ...details }: RefusalDetails & { readonly code: string }): Error {
  const kind = declaredRefusals().find(one => one.code === code)
  return kind ? kind(details) : new Error(details.detail)
}

/**
 * 另处执行 Runs one decision in a thread of its own, with a deadline and a bound of memory; past either the thread is ended and
 * nothing else is touched. @throws Refusal 422 DMN_DEADLINE, DMN_MEMORY, and whatever `answer` refuses
 */
export function answerApart(question: Question, limits: ApartLimits = apartLimits): Promise<ToldAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ToldAnswer>()
  const worker = new Worker(new URL('./apart.ts', import.meta.url), {
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
  })
  const end = () => {
    reject(late(limits))
    void worker.terminate()
  }
  let timer = setTimeout(end, longestStart)
  worker.on('message', (said: Said) => {
    if (said === 'ready') {
      clearTimeout(timer)
      timer = setTimeout(end, limits.milliseconds)
    } else if ('answer' in said) resolve(said.answer)
    else reject(refusalFrom(said.refusal))
  })
  worker.once('error', fault => {
    const outOfMemory = fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY'
    reject(outOfMemory ? large(limits) : fault)
  })
  worker.once('exit', () => {
    clearTimeout(timer)
    reject(late(limits))
  })
  return promise
}
