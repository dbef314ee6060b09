import { readFileSync } from 'node:fs'
import {
  claimedCheckpoint,
  decodeLeaf,
  decodeProofFile,
  openSigner,
  verifierFrom,
  verifyProofFile,
  vkeyOf,
} from '#kernel/trail'

/**
 * 核验存证 Verifies one proof file without any server: `tools/verify-proof.ts FILE VKEY`, or beside the demonstration
 * `tools/verify-proof.ts FILE --key .data/keys/trail.key`. Prints the leaf that the proof stands for; exit 1 when it does not hold.
 */
const [path, ...key] = process.argv.slice(2)
if (path === undefined || key.length === 0) {
  process.stdout.write('usage: tools/verify-proof.ts FILE VKEY | FILE --key KEYFILE\n')
  process.exit(2)
}
const text = readFileSync(path, 'utf8')
const { checkpoint, extra, index } = decodeProofFile(text)
const { origin, size } = claimedCheckpoint(checkpoint)
const vkey = key[0] === '--key' ? vkeyOf(origin, openSigner(key[1] ?? '', { create: false })) : key[0]!
const holds = extra !== undefined && verifyProofFile(text, extra, [verifierFrom(vkey)])
process.stdout.write(
  holds
    ? `entry ${index} of ${size} in ${origin}: ${JSON.stringify(decodeLeaf(extra))}\n`
    : 'the proof does not hold\n',
)
process.exit(holds ? 0 : 1)
