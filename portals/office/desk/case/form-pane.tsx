import { useState } from 'react'
import { fetchFile, type Problem } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say, sayFirst, textOf } from '../words.ts'
import { answerText } from './answer-text.ts'
import type { CaseShown, ItemWords, Said } from './case-data.ts'

/** 申请内容 Every answer of the form: what stands in the case, and what is sealed as far as it may be read. */
export function FormPane({
  shown,
  words,
  details,
  problem,
}: {
  readonly shown: CaseShown
  readonly words: ItemWords | undefined
  readonly details: readonly Said[]
  readonly problem: Problem | undefined
}) {
  const form = words?.form ?? {}
  const sealed: Record<string, unknown> = Object.assign({}, ...details.map(({ said }) => said))
  const answers = { ...sealed, ...shown.facts }
  const names = Object.keys(form).filter(name => answers[name] !== undefined)
  return (
    <section aria-labelledby="form-title">
      <h2 id="form-title">{say('case.form')}</h2>
      {names.length === 0 ? (
        <div className="empty">
          <p>{say('case.formEmpty')}</p>
        </div>
      ) : (
        <dl className="answers">
          {names.map(name => (
            <div key={name}>
              <dt>{textOf(form[name]!.label)}</dt>
              <dd>
                {answerText(answers[name], form[name])}
                {shown.disputed[name] === undefined ? null : (
                  <span className="tag amber">
                    <span aria-hidden="true">▲ </span>
                    {say('case.disputed')}
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {problem ? <ProblemNote problem={problem} /> : <p className="quiet small">{say('case.readRecorded')}</p>}
    </section>
  )
}

function OpenFile({ file, nth }: { readonly file: string; readonly nth: number }) {
  const [problem, setProblem] = useState<Problem>()
  const [picture, setPicture] = useState<string>()
  const open = async () => {
    setProblem(undefined)
    try {
      const blob = await fetchFile(file)
      const address = URL.createObjectURL(blob)
      if (blob.type.startsWith('image/')) setPicture(address)
      else {
        // A document leaves through the browser's own reader, never inside a page of ours.
        const link = Object.assign(document.createElement('a'), { href: address, download: `${file}.pdf` })
        link.click()
        setTimeout(() => URL.revokeObjectURL(address), 60_000)
      }
    } catch (thrown) {
      setProblem(problemOf(thrown))
    }
  }
  return (
    <>
      <button type="button" className="link" onClick={() => void open()}>
        {say('case.openFile', { nth })}
      </button>
      {picture ? <img src={picture} alt={say('case.fileShown', { nth })} className="scan-shown" /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  )
}

/** 材料 Each paper: whether and how it was given, its scans, and what was asked for besides. */
export function MaterialsPane({ shown, words }: { readonly shown: CaseShown; readonly words: ItemWords | undefined }) {
  const papers = words?.materials ?? []
  const missing = new Set(shown.missing?.materials ?? [])
  if (papers.length === 0)
    return (
      <section aria-labelledby="papers-title">
        <h2 id="papers-title">{say('case.papers')}</h2>
        <div className="empty">
          <p>{say('case.papersNone')}</p>
        </div>
      </section>
    )
  return (
    <section aria-labelledby="papers-title">
      <h2 id="papers-title">{say('case.papers')}</h2>
      <ul className="papers-list">
        {papers.map(({ id, name, from }) => {
          const given = shown.materials[id]
          return (
            <li key={id}>
              <span>{textOf(name)}</span>{' '}
              {given ? (
                <span className="tag jade">
                  <span aria-hidden="true">✓ </span>
                  {say(`given.${given}`)}
                </span>
              ) : (
                <span className={missing.has(id) ? 'tag amber' : 'tag'}>
                  {say(missing.has(id) ? 'case.paperAsked' : 'case.paperNot')}
                </span>
              )}{' '}
              {from === 'applicant' ? null : <span className="quiet">{sayFirst(`case.paperFrom.${from}`)}</span>}
              {(shown.files[id] ?? []).map((file, at) => (
                <OpenFile key={file} file={file} nth={at + 1} />
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
