// bpmn-engine, recover mode: each step loads the saved state, resumes, signals the task and saves the state again — the honest
// mode for cases that wait days between steps.
import { EventEmitter } from 'node:events'
import { Engine } from 'bpmn-engine'
import pg from 'pg'
import { caseData, humanSteps, serveRounds } from './contender.mjs'

const tasks = humanSteps.map(step => `<userTask id="${step}" />`).join('')
const flow = (id, from, to, condition = '') => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition}</sequenceFlow>`
const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="six" targetNamespace="bench">
  <process id="approval" isExecutable="true">
    <startEvent id="start" />${tasks}<exclusiveGateway id="large" default="small" /><endEvent id="end" />
    ${flow('f1', 'start', 'accept')}${flow('f2', 'accept', 'review')}${flow('f3', 'review', 'large')}
    ${flow('f4', 'large', 'countersign', '<conditionExpression xsi:type="tFormalExpression">${environment.variables.large}</conditionExpression>')}
    ${flow('small', 'large', 'decide')}${flow('f5', 'countersign', 'decide')}${flow('f6', 'decide', 'certify')}
    ${flow('f7', 'certify', 'deliver')}${flow('f8', 'deliver', 'end')}
  </process>
</definitions>`

const pool = new pg.Pool({ connectionString: process.env.PEER_URL, max: 16, idleTimeoutMillis: 500 })
pool.on('error', () => {})
await pool.query('create table if not exists bpmn_case (id uuid primary key, state json not null, status text not null)')
const save = { name: 'save', text: 'update bpmn_case set state = $2, status = $3 where id = $1' }
const load = { name: 'load', text: 'select state::text as state from bpmn_case where id = $1 for update' }

/** Until the process waits at a user task, or has ended. */
function settled(listener, engine, start) {
  return new Promise((done, failed) => {
    listener.once('activity.wait', api => done({ task: api.id, api }))
    engine.once('end', () => done({ ended: true }))
    engine.once('error', failed)
    start().catch(failed)
  })
}

async function open(id) {
  const listener = new EventEmitter()
  const engine = new Engine({ name: 'approval', source, variables: { ...caseData, large: caseData.amount > 10_000 } })
  await settled(listener, engine, () => engine.execute({ listener }))
  const state = await engine.getState()
  engine.stop()
  await pool.query({ name: 'open', text: `insert into bpmn_case (id, state, status) values ($1, $2, 'open')`, values: [id, JSON.stringify(state)] })
}

async function step(id, expected) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query({ ...load, values: [id] })
    const listener = new EventEmitter()
    const engine = new Engine().recover(JSON.parse(rows[0].state))
    const waiting = await settled(listener, engine, () => engine.resume({ listener }))
    if (waiting.task !== expected) throw new Error(`waits at ${waiting.task}, not at ${expected}`)
    const next = await settled(listener, engine, async () => waiting.api.signal({ by: 'officer' }))
    const state = await engine.getState()
    if (!next.ended) engine.stop()
    await client.query({ ...save, values: [id, JSON.stringify(state), next.ended ? 'ended' : 'open'] })
    await client.query('commit')
    return next.ended === true
  } finally {
    client.release()
  }
}

serveRounds(
  async () => {
    const id = crypto.randomUUID()
    await open(id)
    let ended = false
    for (const name of humanSteps) ended = await step(id, name)
    if (!ended) throw new Error('a case did not end')
  },
  () => pool.end(),
)
