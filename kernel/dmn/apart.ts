import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal'
import { answer, type Question } from './answer.ts'

/** What the thread says: that it is there, and before it ends the answer, or the refusal as data. */
parentPort?.postMessage('ready')
try {
  parentPort?.postMessage({ answer: answer(workerData as Question) })
} catch (fault) {
  if (!(fault instanceof Refusal)) throw fault
  const { code, message, remedy, facts } = fault
  parentPort?.postMessage({ refusal: { code, detail: message, remedy, facts } })
}
