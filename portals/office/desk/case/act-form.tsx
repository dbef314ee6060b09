import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ask, type Problem } from '../api.ts'
import { ActFields } from '../form/act-fields.tsx'
import { CheckedForm } from '../form/checked-form.tsx'
import { useDraft } from '../form/draft.ts'
import { OneInput } from '../form/inputs.tsx'
import { PaperPart } from '../form/paper-part.tsx'
import { bodyOf, faultsOf } from '../form/values.ts'
import { problemOf } from '../problem-note.tsx'
import { basisOf, say, textOf, verbName } from '../words.ts'
import { type ActShown, type CaseShown, type ItemWords, type Reason, type UrgentShown, useReread } from './case-data.ts'

/** Acts that another day's paper can stand behind are told so by the city; here it is only offered. */
const neverOnPaper: ReadonlySet<string> = new Set([
  'claim',
  'unclaim',
  'assign',
  'transfer',
  'consult',
  'suspend',
  'resume',
])

/** What the last refusal asked a person to judge. */
const openReasons = (problem: Problem | undefined): readonly Reason[] =>
  problem?.code === 'HUMAN_JUDGEMENT_NEEDED' ? (problem.reasons ?? []) : []

/** 办理表单 One act with its form. Refused, stale or reloaded: what was typed is still there. */
export function ActForm({
  act,
  words,
  shown,
  urgent,
  onDone,
  onLeave,
}: {
  readonly act: ActShown
  readonly words: ItemWords
  readonly shown: CaseShown
  /** Set where it is done before its approval. */
  readonly urgent?: UrgentShown | undefined
  readonly onDone: (verb: string) => void
  readonly onLeave: () => void
}) {
  const { verb } = act
  const { number, seq } = shown
  const draft = useDraft(`${number}.${urgent ? 'urgent.' : ''}${verb}`)
  const reread = useReread(number)
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const [busy, setBusy] = useState(false)
  const times = useRef(0)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    title.current?.focus()
  }, [])
  const { values, set, keyOf, drop } = draft
  const paper = values['paper.is'] === true
  const faults = faultsOf(problem?.told.facts)

  async function send() {
    setBusy(true)
    setProblem(undefined)
    const said = bodyOf(act, values, words.form)
    const stage = urgent?.stage ? { stage: urgent.stage } : {}
    const body = urgent
      ? { ground: Number(values['urgent.ground'] ?? 0), body: { ...said, ...stage } }
      : paper
        ? { madeOn: values['paper.on'] ?? '', reason: values['paper.why'] ?? '', body: said }
        : said
    const way = urgent ? 'urgent' : paper ? 'paper' : 'acts'
    try {
      await ask(`/api/cases/${number}/${way}/${verb}`, { body, key: keyOf([way, body]), seq })
      drop()
      await reread()
      onDone(verb)
    } catch (thrown) {
      const told = problemOf(thrown)
      times.current++
      setProblem({ told, nth: times.current })
      // The case has moved on: it is read again, and what was typed stays to be looked over.
      if (told.code === 'CASE_STALE' || told.code === 'CASE_ENDED') await reread()
    } finally {
      setBusy(false)
    }
  }

  return (
    <CheckedForm
      className="act"
      aria-labelledby="act-title"
      head={
        <h3 id="act-title" tabIndex={-1} ref={title}>
          {urgent?.name ? textOf(urgent.name) : verbName(verb)}
        </h3>
      }
      problem={problem}
      onSend={send}
    >
      {urgent ? (
        <>
          <p className="note amber">
            <span aria-hidden="true">▲ </span>
            {say('act.urgentSays')} {basisOf(urgent.basis)}
          </p>
          <OneInput
            id="urgent-ground"
            label={say('act.urgentGround')}
            required
            value={String(values['urgent.ground'] ?? '0')}
            options={urgent.grounds.map((ground, at) => ({ value: String(at), label: textOf(ground) }))}
            onChange={value => set('urgent.ground', value)}
          />
        </>
      ) : null}
      {act.strong ? <p className="quiet small">{say('act.strong')}</p> : null}
      <ActFields {...{ act, words, faults, set }} case={shown} typed={values} open={openReasons(problem?.told)} />
      {urgent || neverOnPaper.has(verb) ? null : (
        <PaperPart
          typed={values}
          set={set}
          words={{ is: say('act.onPaper'), on: say('act.madeOn'), why: say('act.whyNow') }}
        />
      )}
      <div className="press">
        <Button type="primary" htmlType="submit" disabled={busy}>
          {say(busy ? 'act.sending' : 'act.send', { verb: verbName(verb) })}
        </Button>
        <Button onClick={onLeave}>{say('act.leave')}</Button>
        <span className="quiet small">{say('act.kept')}</span>
      </div>
    </CheckedForm>
  )
}
