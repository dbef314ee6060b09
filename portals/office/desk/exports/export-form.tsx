import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { ask, type Problem } from '../api.ts'
import { CheckedForm } from '../form/checked-form.tsx'
import { type Typed, useDraft } from '../form/draft.ts'
import { DateInput, OneInput, ProseInput, SeveralInput, TextInput } from '../form/inputs.tsx'
import { problemOf } from '../problem-note.tsx'
import { facts } from '../session.ts'
import { say, textOf } from '../words.ts'
import { caseColumns, faultsShown, needsDocument, ownPath, partyColumns, purposes } from './export-data.ts'
import { useOwnItems } from './own-items.ts'

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const asList = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const initial: Typed = {
  from: `${facts.today.slice(0, 8)}01`,
  to: facts.today,
  columns: ['number', 'item', 'status', 'openedOn', 'endedOn', 'name'],
}

/** What is sent; nothing that was left empty. */
function bodyOf(typed: Typed) {
  const [purpose, item, status] = [asText(typed['purpose']), asText(typed['item']), asText(typed['status'])]
  const [served, declared] = [asText(typed['case']).trim(), asText(typed['declared']).trim()]
  const columns = asList(typed['columns'])
  const clear = asList(typed['clear']).filter(column => columns.includes(column))
  return {
    purpose,
    words: asText(typed['words']),
    ground: {
      ...(served !== '' && { case: served }),
      ...(needsDocument(purpose) && declared !== '' && { declared }),
    },
    cases: {
      ...{ from: asText(typed['from']), to: asText(typed['to']) },
      ...(item !== '' && { item }),
      ...(status !== '' && { status }),
    },
    columns,
    ...(clear.length > 0 && { clear, need: asText(typed['need']) }),
  }
}

const named = (words: readonly string[], group: string) =>
  words.map(value => ({ value, label: say(`${group}.${value}`) }))

interface Part {
  readonly typed: Typed
  readonly set: (member: string, value: unknown) => void
  readonly faults: Readonly<Record<string, string>>
}

/** 具体做什么用 Own words say something from five signs on. */
const leastWords = 5

/** 为什么导出 Purpose, own words, the case it serves, and the document where it stands on one. */
function Why({ typed, set, faults }: Part) {
  const purpose = asText(typed['purpose'])
  const text = (name: string) => ({ value: asText(typed[name]), onChange: (value: string) => set(name, value) })
  return (
    <>
      <OneInput
        id="purpose"
        label={say('exports.purposeLabel')}
        required
        fault={faults['purpose']}
        options={named(purposes, 'exports.purpose')}
        {...text('purpose')}
      />
      <ProseInput
        id="words"
        label={say('exports.words')}
        help={say('exports.wordsHelp')}
        required
        wrong={asText(typed['words']).trim().length < leastWords ? 'minLength' : undefined}
        fault={faults['words']}
        {...text('words')}
      />
      <TextInput
        id="case"
        label={say('exports.caseLabel')}
        help={say('exports.caseHelp')}
        required
        wrong={/^\d{16,24}$/.test(asText(typed['case']).trim()) ? undefined : 'pattern'}
        fault={faults['case']}
        {...text('case')}
      />
      {needsDocument(purpose) ? (
        <TextInput
          id="declared"
          label={say('exports.declaredLabel')}
          help={say('exports.declaredHelp')}
          required
          fault={faults['declared']}
          {...text('declared')}
        />
      ) : null}
    </>
  )
}

/** 哪些办件、哪些列 */
function What({ typed, set, faults }: Part) {
  const items = useOwnItems()
  const text = (name: string) => ({ value: asText(typed[name]), onChange: (value: string) => set(name, value) })
  const columns = asList(typed['columns'])
  const ofParty = partyColumns.filter(column => columns.includes(column))
  const clear = asList(typed['clear']).filter(column => columns.includes(column))
  return (
    <>
      <OneInput
        id="item"
        label={say('exports.itemLabel')}
        fault={faults['item']}
        options={(items.data ?? []).map(({ item, name }) => ({ value: item, label: textOf(name) }))}
        {...text('item')}
      />
      <OneInput
        id="status"
        label={say('exports.statusLabel')}
        options={named(['open', 'ended'], 'status')}
        {...text('status')}
      />
      <DateInput
        id="from"
        label={say('exports.from')}
        required
        wrong={asText(typed['from']) > asText(typed['to']) ? 'PERIOD' : undefined}
        fault={faults['from']}
        {...text('from')}
      />
      <DateInput id="to" label={say('exports.to')} required fault={faults['to']} {...text('to')} />
      <SeveralInput
        id="columns"
        label={say('exports.columns')}
        required
        fault={faults['columns']}
        value={columns}
        options={named([...caseColumns, ...partyColumns], 'exports.column')}
        onChange={value => set('columns', value)}
      />
      <p className="quiet">{say('exports.maskedSays')}</p>
      {ofParty.length === 0 ? null : (
        <SeveralInput
          id="clear"
          label={say('exports.clearLabel')}
          fault={faults['clear']}
          value={clear}
          options={named(ofParty, 'exports.column')}
          onChange={value => set('clear', value)}
        />
      )}
      {clear.length === 0 ? null : (
        <ProseInput
          id="need"
          label={say('exports.need')}
          help={say('exports.needHelp')}
          required
          fault={faults['need']}
          {...text('need')}
        />
      )}
    </>
  )
}

/** 申请导出 What is typed stays through a refusal and a new sign-in. */
export function ExportForm({ onAsked }: { readonly onAsked: () => void }) {
  const queries = useQueryClient()
  const { values: typed, set, keyOf, drop } = useDraft('export', initial)
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const [busy, setBusy] = useState(false)
  const part = { typed, set, faults: faultsShown(problem?.told) }
  const send = async () => {
    setBusy(true)
    const body = bodyOf(typed)
    try {
      await ask(ownPath, { body, key: keyOf(body) })
      drop()
      await queries.invalidateQueries({ queryKey: [ownPath] })
      onAsked()
    } catch (thrown) {
      setProblem({ told: problemOf(thrown), nth: (problem?.nth ?? 0) + 1 })
      setBusy(false)
    }
  }
  return (
    <CheckedForm className="act" problem={problem} onSend={() => send()}>
      <Why {...part} />
      <What {...part} />
      <div className="press">
        <Button type="primary" htmlType="submit" disabled={busy}>
          {say('exports.send')}
        </Button>
      </div>
    </CheckedForm>
  )
}
