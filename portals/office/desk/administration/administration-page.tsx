import { useTitle } from '../frame.tsx'
import { facts } from '../session.ts'
import { say } from '../words.ts'
import { AuditPart } from './audit-part.tsx'
import { SecurityPart } from './security-part.tsx'
import { SystemPart } from './system-part.tsx'

/** 管理 The one page of each of the three administrators; none of them sees a case. */
export default function AdministrationPage() {
  useTitle(say('administration.title'))
  const { administers: kind } = facts
  return (
    <main id="main" className="page">
      <h1 className="no-print">{say('administration.title')}</h1>
      <p className="no-print">{say(`administration.lead.${kind}`)}</p>
      {kind === 'security' ? <SecurityPart /> : kind === 'system' ? <SystemPart /> : <AuditPart />}
    </main>
  )
}
