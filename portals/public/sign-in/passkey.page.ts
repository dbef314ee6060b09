import type { FastifyReply } from 'fastify'
import { fieldShown, formCarries } from '../forms.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { ownScript, withScript } from '../own-script.ts'
import type { View } from '../view.ts'

/** The script of these forms. */
export const passkeyScript = ownScript('passkey')

/** A page with a form for a passkey. */
export const withPasskeys = (reply: FastifyReply, parts: PageParts): PageParts =>
  withScript(reply, parts, passkeyScript)

interface PasskeyForm {
  readonly csrf: string
  /** Where the answer goes; what is asked comes from `options` below it. */
  readonly path: string
  /** Where what is asked comes from, when not below it. */
  readonly options?: string
  readonly go: string
  readonly carries?: Readonly<Record<string, string | undefined>>
  /** Asks what its owner calls it. */
  readonly named?: boolean
}

/** 通行密钥 Unseen until the script finds a browser that knows passkeys. */
export const passkeyForm = (
  view: View,
  { csrf, path, options = `${path}/options`, go, carries = {}, named = false }: PasskeyForm,
): Html =>
  html`<form class="stacked" action="${view.to(path)}" method="post" autocomplete="off" hidden data-passkey="${options}">
<h2>${view.say('passkey.title')}</h2><p class="small quiet">${view.say('passkey.says')}</p>
${named ? fieldShown({ name: 'name', label: view.say('passkey.name'), help: view.say('passkey.nameHelp'), maxlength: 40 }) : null}
${formCarries(csrf, carries)}<input type="hidden" name="answer" value="">
<p role="status" hidden>${mark('amber', view.say('passkey.failed'))}</p>
<button type="submit">${go}</button></form>`
