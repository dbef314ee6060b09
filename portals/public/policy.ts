/** 内容安全策略 What a page may load and where its forms may go. Nothing is inline; a page with a script of ours says so. */
export const contentPolicy = ({
  script = false,
  formTo = [],
}: {
  readonly script?: boolean
  /** Other sites a form of this page may lead to by way of a redirect: browsers hold redirects against it too. */
  readonly formTo?: readonly string[]
} = {}): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    ...(script ? ["script-src 'self'", "connect-src 'self'"] : []),
    "img-src 'self' data:",
    ["form-action 'self'", ...formTo.filter(origin => /^https?:\/\/[A-Za-z0-9.:[\]-]+$/.test(origin))].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
