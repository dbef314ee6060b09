// The clients of the HTTP round, in a process of their own: they are not what is measured.
import { Agent, request } from 'node:http'
import { inParallel } from './round.ts'

interface Step {
  readonly verb: string
  readonly token: string
  readonly body: unknown
}
export interface HttpWork {
  readonly url: string
  readonly cases: number
  readonly clients: number
  readonly token: string
  readonly opening: unknown
  readonly steps: readonly Step[]
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

function post(url: string, path: string, token: string, body: unknown): Promise<Record<string, unknown>> {
  const text = JSON.stringify(body)
  return new Promise((done, failed) => {
    const asked = request(
      `${url}${path}`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'idempotency-key': crypto.randomUUID(),
        },
      },
      answer => {
        let said = ''
        answer.setEncoding('utf8').on('data', part => {
          said += part
        })
        answer.on('end', () => {
          if ((answer.statusCode ?? 500) < 300) done(JSON.parse(said))
          else failed(new Error(`${path} answered ${answer.statusCode}: ${said.slice(0, 400)}`))
        })
      },
    )
    asked.on('error', failed)
    asked.end(text)
  })
}

process.on('message', ({ url, cases, clients, token, opening, steps }: HttpWork) => {
  const began = performance.now()
  inParallel(cases, clients, async () => {
    const { number } = await post(url, '/api/cases', token, opening)
    for (const { verb, token: officer, body } of steps)
      await post(url, `/api/cases/${String(number)}/acts/${verb}`, officer, body)
  }).then(
    () => process.send?.({ seconds: (performance.now() - began) / 1_000 }),
    error => process.send?.({ failed: String(error?.stack ?? error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
