// @dbos-inc/dbos-sdk, human steps: the workflow waits for a message at each step, somebody sends it, the step is checkpointed.
import { DBOS } from '@dbos-inc/dbos-sdk'
import pg from 'pg'
import { caseData, humanSteps, serveRounds } from './contender.mjs'

const waiting = new Map()
/** The next step may be sent once this one is durable: in memory, so that waiting costs the peer nothing. */
const reached = (id, step) => waiting.get(id)?.(step)

const approval = DBOS.registerWorkflow(
  async data => {
    const id = DBOS.workflowID
    reached(id, 0)
    for (const [index, step] of humanSteps.entries()) {
      if (step === 'countersign' && data.amount <= 10_000) continue
      const answer = await DBOS.recv(step, 60)
      if (answer === null) throw new Error(`nobody did ${step}`)
      await DBOS.runStep(async () => ({ step, by: answer.by, at: Date.now() }), { name: step })
      reached(id, index + 1)
    }
    return 'granted'
  },
  { name: 'approval' },
)

const quiet = { debug() {}, info() {}, warn() {}, error: text => process.stderr.write(`dbos: ${text}\n`) }
// Over the server's socket, as everybody here; its own parser of addresses knows none, so it is given a pool.
const systemDatabasePool = new pg.Pool({ connectionString: process.env.PEER_URL, max: 20, idleTimeoutMillis: 500 })
systemDatabasePool.on('error', () => {})
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: 'postgresql://postgres@localhost:5432/dbos', systemDatabasePool, logger: quiet })
await DBOS.launch()

serveRounds(
  async () => {
    const id = crypto.randomUUID()
    let at = Promise.withResolvers()
    waiting.set(id, step => at.resolve(step))
    const handle = await DBOS.startWorkflow(approval, { workflowID: id })(caseData)
    await at.promise
    for (const step of humanSteps) {
      at = Promise.withResolvers()
      await DBOS.send(id, { by: 'officer' }, step)
      await at.promise
    }
    const result = await handle.getResult()
    waiting.delete(id)
    if (result !== 'granted') throw new Error(`a case ended as ${result}`)
  },
  () => DBOS.shutdown(),
)
