import { type ChildProcess, fork, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { treeSeconds } from './cpu.ts'
import type { Round } from './round.ts'

const directory = join(import.meta.dirname, '../peers')
export const peerNames = ['dbos', 'bpmn'] as const
export type PeerName = (typeof peerNames)[number]

/** 装同行 The peers are no dependencies of the program: the bench brings them when it is run. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  if (
    existsSync(join(directory, 'node_modules/@dbos-inc/dbos-sdk')) &&
    existsSync(join(directory, 'node_modules/bpmn-engine'))
  )
    return
  say('installing the peers into bench/peers/node_modules')
  await new Promise<void>((done, failed) => {
    const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-save'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    npm.once('error', failed)
    npm.once('exit', code => (code === 0 ? done() : failed(new Error(`npm install in bench/peers ended with ${code}`))))
  })
}

export interface Peer {
  round(cases: number, clients: number, postmaster: number): Promise<Round>
  close(): Promise<void>
}

interface Said {
  readonly ready?: true
  readonly failed?: string
  readonly seconds?: number
  readonly cpu?: number
}

const heard = (child: ChildProcess): Promise<Said> =>
  new Promise((done, failed) => {
    const ended = (code: number | null) => failed(new Error(`a peer ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (said: Said) => {
      child.off('exit', ended)
      if (said.failed === undefined) done(said)
      else failed(new Error(said.failed))
    })
  })

/** 同行 Another engine in a process of its own, on a database of its own in the same server. */
export async function openPeer(name: PeerName, url: string): Promise<Peer> {
  const child = fork(join(directory, `${name}.mjs`), [], {
    env: { PATH: process.env.PATH, PEER_URL: url },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await heard(child)
  return {
    async round(cases, clients, postmaster) {
      const before = treeSeconds(postmaster)
      const answer = heard(child)
      child.send({ cases, clients })
      const { seconds = 0, cpu = 0 } = await answer
      return {
        cases,
        casesPerSecond: cases / seconds,
        ownMsPerCase: (cpu * 1_000) / cases,
        serverMsPerCase: ((treeSeconds(postmaster) - before) * 1_000) / cases,
      }
    },
    close: () =>
      new Promise(done => {
        child.once('exit', () => done())
        child.send({ end: true })
      }),
  }
}
