import { createContext } from 'react'
import type { ItemWords, Reason } from './case/case-data.ts'
import { facts, language } from './session.ts'
import { dayOf, has, say, type Text, textOf } from './words.ts'

/** Where a reason is told: what the item and the case call what its facts name by a key. */
export interface ReasonPlace {
  readonly words?: Pick<ItemWords, 'form' | 'materials' | 'grounds' | 'limits'> | undefined
  readonly stages?: readonly { readonly stage: string; readonly name: Text }[]
}

export const ReasonPlaceContext = createContext<ReasonPlace>({})

/** What a sentence may be filled with, by the name of the fact; empty where it has no words for people. */
function factWord(name: string, fact: unknown, { words, stages = [] }: ReasonPlace): string {
  if (typeof fact === 'number') return String(fact)
  if (typeof fact !== 'string') return ''
  const stage = textOf(stages.find(one => one.stage === fact)?.name)
  if (name === 'material') return textOf(words?.materials.find(({ id }) => id === fact)?.name)
  if (name === 'field') return textOf(words?.form[fact]?.label)
  if (name === 'need') return has(`gate.${fact}`) ? say(`gate.${fact}`) : stage
  if (name === 'stage' || name === 'opposite') return stage
  if (name === 'wanted') return stage === '' && has(`verb.${fact}`) ? say(`verb.${fact}`) : stage
  return /^\d{4}-\d{2}-\d{2}/.test(fact) ? dayOf(fact) : ''
}

const bare = (text: Text | null | undefined): string => textOf(text).replace(/[。.]$/, '')

/**
 * 说的是什么 The condition, rule, comparison or limit that the reason stands on. Of a comparison also what the item says where it differs, in the
 * language in which it says it.
 */
function aboutOf({ rule = '', text }: Reason, { words }: ReasonPlace): string {
  const ground = bare(words?.grounds[rule] ?? words?.limits[rule.replace(/^limits\./, '')]?.text)
  const own = bare(text)
  if (ground === '' || own === '' || own === ground || language === 'en') return ground || own
  return rule.startsWith('comparison.') ? say('reason.otherwise', { about: ground, text: own }) : own
}

/** The first of these sentences that the facts fill in whole. */
function filled(keys: readonly string[], told: Readonly<Record<string, string>>): string {
  const whole = (sentence: string): boolean =>
    [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => (told[name!] ?? '') !== '')
  const key = keys.find(one => has(one) && whole(facts.words[one] ?? ''))
  return key === undefined ? '' : say(key, told)
}

/** 白话理由 What stands against it in plain words, and what to do about it: who may, when, what is lacking. */
export function reasonTold(reason: Reason, place: ReasonPlace): { readonly says: string; readonly todo: string } {
  const { code, text, names = {} } = reason
  const told = {
    ...Object.fromEntries(
      Object.entries(reason.facts ?? {}).map(([name, fact]) => [name, factWord(name, fact, place)]),
    ),
    ...Object.fromEntries(Object.entries(names).map(([name, list]) => [name, list.join(say('listed'))])),
    about: aboutOf(reason, place),
  }
  return {
    says: filled([`why.${code}.saysNamed`, `why.${code}.says`], told) || textOf(text) || say('reason.unsaid'),
    todo: filled([`why.${code}.doNamed`, `why.${code}.do`], told),
  }
}
