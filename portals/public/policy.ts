/** 内容安全策略 What a page may load and where its forms may go. Nothing is inline; only a script of ours that bears the page's own nonce runs. */
export const contentPolicy = ({
  nonce,
  formTo = [],
}: {
  readonly nonce?: string
  /** Other sites a form of this page may lead to by way of a redirect: browsers hold redirects against it too. */
  readonly formTo?: readonly string[]
} = {}): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    ...(nonce === undefined ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    "img-src 'self' data:",
    ["form-action 'self'", ...formTo.filter(origin => /^https?:\/\/[A-Za-z0-9.:[\]-]+$/.test(origin))].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
