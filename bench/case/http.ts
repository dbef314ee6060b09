import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { openIssuer } from '#hubs/application/issuer'
import { makeGate } from '../../gate.ts'
import type { City } from '../../main.ts'
import type { HttpWork } from './http-client.ts'
import { type Bench, steps } from './ours.ts'
import { measured, type Round } from './round.ts'

interface Said {
  readonly failed?: string
  readonly seconds?: number
}

const heard = (child: ChildProcess): Promise<Said> =>
  new Promise((done, failed) => {
    const ended = (code: number | null) => failed(new Error(`the HTTP clients ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (said: Said) => {
      child.off('exit', ended)
      if (said.failed === undefined) done(said)
      else failed(new Error(said.failed))
    })
  })

export interface HttpRounds {
  round(cases: number, clients: number, postmaster: number): Promise<Round>
  close(): Promise<void>
}

/** 经由接口 The same cases through the gate: tokens, schemas, problem documents and all. */
export async function openHttpRounds(city: City, bench: Bench): Promise<HttpRounds> {
  const { config, clock, sequencer } = city
  const issuer = await openIssuer({ mode: 'test', dataDirectory: config.dataDirectory, clock })
  const gate = await makeGate(city, { issuer })
  const url = await gate.listen({ host: '127.0.0.1', port: 0 })
  const child = fork(join(import.meta.dirname, 'http-client.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await heard(child)
  return {
    async round(cases, clients, postmaster) {
      const ttl = 3_600
      const token = await issuer.mint({ sub: 'bench', party: bench.party, account: 'bench', scope: 'cases.act', ttl })
      const acts = await Promise.all(
        steps.map(async ({ verb, post, body }) => {
          const { person, post: id } = bench.officer(post)
          return {
            verb,
            body,
            token: await issuer.mint({
              sub: person,
              post: id,
              scope: 'cases.act',
              acr: 2,
              ttl,
              client: 'plumbline-simulator',
            }),
          }
        }),
      )
      const work: HttpWork = {
        url,
        cases,
        clients,
        token,
        steps: acts,
        opening: {
          item: bench.item,
          organ: bench.organ,
          verb: 'submit',
          start: 'application',
          channel: 'online',
          parties: [{ role: 'subject', party: bench.party, unit: 'firm' }],
          body: bench.opening(0),
        },
      }
      return measured(
        cases,
        postmaster,
        async () => {
          const answer = heard(child)
          child.send(work)
          await answer
        },
        () => sequencer.drain(),
      )
    },
    async close() {
      child.removeAllListeners('exit')
      child.kill()
      await gate.close()
    },
  }
}
