import { existsSync, readFileSync } from 'node:fs'
import { Refusal } from '#kernel/refusal'
import { claimedCheckpoint, decodeLeaf, decodeProofFile, verifierFrom, verifyProofFile } from '#kernel/trail'

/**
 * 核验存证 Verifies one proof file without any server: `tools/verify-proof.ts FILE VKEY`, where VKEY is the log's public key, the
 * line `plumbline key` prints. Prints the leaf that the proof stands for; exit 1 when it does not hold, 2 when it was asked wrongly.
 */
const usage = '→ usage: tools/verify-proof.ts FILE VKEY   (VKEY: name+id+key, as "plumbline key" prints it)'

function wrongly(what: string): never {
  process.stderr.write(`USAGE: ${what}\n${usage}\n`)
  process.exit(2)
}

function read<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (fault) {
    return wrongly(`${what}${fault instanceof Refusal ? ` (${fault.message})` : ''}.`)
  }
}

const words = process.argv.slice(2)
if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(`${usage.slice(2)}\n`)
  process.exit(0)
}
const [path, vkey] = words
if (path === undefined || vkey === undefined || words.length > 2) wrongly('It takes a proof and a public key.')
if (!existsSync(path)) wrongly(`There is no ${path}.`)
const text = read(`${path} cannot be read`, () => readFileSync(path, 'utf8'))
const { checkpoint, extra, index } = read(`${path} is no proof of a trail`, () => decodeProofFile(text))
const { origin, size } = read(`${path} is no proof of a trail`, () => claimedCheckpoint(checkpoint))
const verifier = read(`${vkey} is no public key`, () => verifierFrom(vkey))
if (verifier.name !== origin) process.stderr.write(`the proof is of ${origin}, and the key is of ${verifier.name}\n`)
const holds = extra !== undefined && verifyProofFile(text, extra, [verifier])
process.stdout.write(
  holds
    ? `entry ${index} of ${size} in ${origin}: ${JSON.stringify(decodeLeaf(extra))}\n`
    : 'the proof does not hold\n',
)
process.exit(holds ? 0 : 1)
