/**
 * 会话曲奇 Names of what a browser carries. `__Host-` binds a cookie to this very host, to `/` and to TLS: no other site of the city and no
 * proxy can plant one. A demonstration without TLS cannot carry that prefix.
 */
export interface CookieNames {
  readonly session: string
  readonly device: string
  readonly attempt: string
  readonly recovery: string
}

export const cookieNames = (secure: boolean): CookieNames => {
  const prefix = secure ? '__Host-plumbline' : 'plumbline'
  return { session: prefix, device: `${prefix}-device`, attempt: `${prefix}-attempt`, recovery: `${prefix}-recovery` }
}

const form = /^[A-Za-z0-9_-]{43}$/

/** The value of a cookie of ours: 256 bits as base64url, else as if it were not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim()
      return form.test(value) ? value : undefined
    }
  }
  return undefined
}

interface CookieWanted {
  readonly secure: boolean
  /** Seconds; without it the cookie goes with the browser. 0 takes it away. */
  readonly maxAge?: number
}

/** `Set-Cookie`: not for scripts, not for requests that other sites make in the reader's name. */
export const cookie = (name: string, value: string, { secure, maxAge }: CookieWanted): string =>
  [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')
