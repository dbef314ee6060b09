import type { ShellFacts } from '../shell.ts'

/** 坐席事实 What the gate told this page: who sits here, in which post, and the desk's own sentences. */
export const facts: ShellFacts = JSON.parse(document.getElementById('facts')?.textContent ?? '{}')

/** A nonce is hidden from markup once the page is read; the desk hands it to what makes style elements. */
export const { nonce, csrf, language } = facts

/** The post the officer has taken, with its organ. */
export const post = facts.posts.find(({ id }) => id === facts.post)
