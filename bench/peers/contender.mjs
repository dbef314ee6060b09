// A peer runs in a process of its own and does rounds when asked: { cases, clients } → { seconds, cpu }.
/** @param {(index: number) => Promise<void>} one @param {() => Promise<void>} close */
export function serveRounds(one, close) {
  const rest = async (cases, clients) => {
    let next = 0
    const client = async () => {
      for (let index = next++; index < cases; index = next++) await one(index)
    }
    await Promise.all(Array.from({ length: clients }, client))
  }
  process.on('message', async ({ cases, clients, end }) => {
    try {
      if (end) {
        await close()
        process.exit(0)
      }
      const before = process.cpuUsage()
      const began = performance.now()
      await rest(cases, clients)
      const seconds = (performance.now() - began) / 1_000
      const { user, system } = process.cpuUsage(before)
      process.send({ seconds, cpu: (user + system) / 1e6 })
    } catch (error) {
      process.send({ failed: String(error?.stack ?? error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
  process.send({ ready: true })
}

/** About a kilobyte, as every contender carries. */
export const caseData = {
  applicant: '沈阳测速有限公司',
  name: '测速项目',
  amount: 20_000,
  text: '本项目拟对现有生产线实施节能改造，建设内容包括余热回收装置、变频控制系统以及在线计量设施。'.repeat(6),
}

export const humanSteps = ['accept', 'review', 'countersign', 'decide', 'certify', 'deliver']
