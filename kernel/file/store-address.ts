import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Config } from '#kernel/config'
import { Refusal, refusal } from '#kernel/refusal'
import type { ContentStore } from './content-store.ts'
import { openDirectoryStore } from './directory-store.ts'
import { fileStoreAway, type ObjectPlace } from './object-client.ts'
import { makeObjectStore } from './object-store.ts'
import type { ObjectCredentials } from './signature.ts'

export const fileStoreAddressInvalid = refusal(
  'FILE_STORE_ADDRESS_INVALID',
  500,
  'The address of the file store is none',
)
export const fileStoreKeyMissing = refusal('FILE_STORE_KEY_MISSING', 500, 'There is no access key for the object store')

export type FileStoreSettings = Pick<
  Config,
  'dataDirectory' | 'files' | 'filesKeyFile' | 'filesAccessKeyId' | 'filesSecretKey'
>

interface Address extends ObjectPlace {
  readonly prefix: string
  readonly region: string
}

const invalid = (detail: string) =>
  fileStoreAddressInvalid({
    detail,
    remedy:
      'Write s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION&style=path (or style=host); endpoint, region, style and prefix may be left out.',
  })
const isHere = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** Reads `s3://bucket/prefix?endpoint=…&region=…&style=…`. @throws FILE_STORE_ADDRESS_INVALID. */
export function readAddress(text: string): Address {
  const url = URL.parse(text)
  if (url?.protocol !== 's3:') throw invalid(`${text} does not begin with s3://`)
  const bucket = url.hostname
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw invalid(`${bucket || 'nothing'} is no name of a bucket`)
  if (url.username !== '' || url.password !== '') throw invalid('An access key does not stand in an address')
  const strange = [...url.searchParams.keys()].find(name => !['endpoint', 'region', 'style'].includes(name))
  if (strange !== undefined) throw invalid(`The address has ${strange}, and nothing is called that`)
  const region = url.searchParams.get('region') ?? 'us-east-1'
  const given = url.searchParams.get('endpoint')
  const endpoint = URL.parse(given ?? `https://s3.${region}.amazonaws.com`)
  if (!endpoint || !/^https?:$/.test(endpoint.protocol) || endpoint.search !== '' || endpoint.username !== '')
    throw invalid(`${given} is no address of a store`)
  if (endpoint.protocol === 'http:' && !isHere(endpoint.hostname))
    throw invalid(`${endpoint.host} is reached in the clear; outside this machine it is https`)
  const style = url.searchParams.get('style') ?? (given === null ? 'host' : 'path')
  if (style !== 'path' && style !== 'host') throw invalid(`style is path or host, not ${style}`)
  if (style === 'host' && isIP(endpoint.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw invalid('A bucket cannot stand before a numeric address: style=path')
  const folder = url.pathname.replace(/^\/+|\/+$/g, '')
  if (!/^([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/.test(folder)) throw invalid(`${folder} is no prefix`)
  return { bucket, endpoint, region, path: style === 'path', prefix: folder === '' ? '' : `${folder}/` }
}

function credentialsOf(settings: FileStoreSettings, region: string): ObjectCredentials {
  const { filesKeyFile: file, filesAccessKeyId: accessKeyId, filesSecretKey: secretKey } = settings
  if (accessKeyId !== undefined && secretKey !== undefined) return { accessKeyId, secretKey, region }
  const missing = (detail: string, cause?: unknown) =>
    fileStoreKeyMissing({
      detail,
      cause,
      remedy:
        'Name in filesKeyFile a file (mode 0600) with the two lines accessKeyId: … and secretKey: …, or set filesAccessKeyId and filesSecretKey.',
    })
  if (file === undefined) throw missing('Neither filesKeyFile nor filesAccessKeyId and filesSecretKey are set')
  try {
    const kept = parse(readFileSync(file, 'utf8')) as Partial<Record<'accessKeyId' | 'secretKey', unknown>> | null
    if (typeof kept?.accessKeyId === 'string' && typeof kept.secretKey === 'string')
      return { accessKeyId: kept.accessKeyId, secretKey: kept.secretKey, region }
  } catch (cause) {
    throw missing(`${file} cannot be read`, cause)
  }
  throw missing(`${file} does not have both lines`)
}

/**
 * 开存储 Opens where the city's files lie: the directory `files` of the data directory, or what `files` names. A store that is
 * away is told and does not keep the city closed; one that does not exist or does not let the city in does.
 */
export async function openContentStore(
  settings: FileStoreSettings,
  report: (event: string, facts: Readonly<Record<string, unknown>>) => void = () => {},
): Promise<ContentStore> {
  const { dataDirectory, files } = settings
  if (files === undefined) return openDirectoryStore(join(dataDirectory, 'files'))
  if (!files.startsWith('s3://')) return openDirectoryStore(files)
  const { region, ...place } = readAddress(files)
  const { probe, ...store } = makeObjectStore({
    ...place,
    credentials: credentialsOf(settings, region),
    spool: join(dataDirectory, 'outgoing'),
  })
  await probe().catch(fault => {
    if (!(fault instanceof Refusal && fault.code === fileStoreAway.code)) throw fault
    report('files.away', { endpoint: place.endpoint.host, fault: String(fault.cause) })
  })
  return store
}
