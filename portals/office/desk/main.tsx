import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { ProblemError } from './api.ts'
import { Frame } from './frame.tsx'
import { NothingHere } from './nothing-here.tsx'
import { facts, nonce, post } from './session.ts'
import { theme } from './theme.ts'
import { Today } from './today.tsx'
import { say } from './words.ts'

const CasePage = lazy(() => import('./case/case-page.tsx'))
const RatingsPage = lazy(() => import('./look/ratings-page.tsx'))
const DisputesPage = lazy(() => import('./look/disputes-page.tsx'))
const ExportsPage = lazy(() => import('./exports/exports-page.tsx'))
const ItemsPage = lazy(() => import('./look/items-page.tsx'))
const SupervisionPage = lazy(() => import('./look/supervision-page.tsx'))
const CounterPage = lazy(() => import('./counter/counter-page.tsx'))
const LodgePage = lazy(() => import('./counter/lodge-page.tsx'))
const BlankPage = lazy(() => import('./counter/blank-page.tsx'))
const MandatesPage = lazy(() => import('./counter/mandates-page.tsx'))
const AccountsPage = lazy(() => import('./counter/accounts-page.tsx'))
const AdministrationPage = lazy(() => import('./administration/administration-page.tsx'))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // A refusal stays one; only what did not arrive is asked for once more.
      retry: (failed, thrown) => failed < 1 && thrown instanceof ProblemError && thrown.problem.status === 0,
    },
  },
})

/** Pages of whoever holds an office: today, one case, the counter; ratings, exports, the organ's items, and what supervision sees. */
function OfficePages() {
  return (
    <Routes>
      <Route path="/" element={<Today />} />
      <Route path="/cases/:number" element={<CasePage />} />
      <Route path="/counter" element={<CounterPage />} />
      <Route path="/counter/lodge" element={<LodgePage />} />
      <Route path="/counter/accounts" element={<AccountsPage />} />
      <Route path="/counter/blank" element={<BlankPage />} />
      <Route path="/counter/mandates" element={<MandatesPage />} />
      <Route path="/ratings" element={<RatingsPage />} />
      <Route path="/disputes" element={<DisputesPage />} />
      <Route path="/exports" element={<ExportsPage />} />
      <Route path="/items" element={<ItemsPage />} />
      {post?.supervises ? <Route path="/supervision" element={<SupervisionPage />} /> : null}
      <Route path="*" element={<NothingHere />} />
    </Routes>
  )
}

/** 三员 An administrator has one page and sees no case. */
function AdministratorPages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/administration" replace />} />
      <Route path="/administration" element={<AdministrationPage />} />
      <Route path="*" element={<NothingHere />} />
    </Routes>
  )
}

/** 坐席 The desk. */
function Desk() {
  return (
    <Frame>
      <Suspense fallback={<p className="waiting">{say('loading')}</p>}>
        {facts.administers === null ? <OfficePages /> : <AdministratorPages />}
      </Suspense>
    </Frame>
  )
}

createRoot(document.getElementById('desk')!).render(
  <StrictMode>
    <ConfigProvider csp={{ nonce }} theme={theme} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/office">
          <Desk />
        </BrowserRouter>
      </QueryClientProvider>
    </ConfigProvider>
  </StrictMode>,
)
