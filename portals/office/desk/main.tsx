import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Route, Routes } from 'react-router'
import { ProblemError } from './api.ts'
import { Frame } from './frame.tsx'
import { NothingHere } from './nothing-here.tsx'
import { nonce, post } from './session.ts'
import { theme } from './theme.ts'
import { Today } from './today.tsx'
import { say } from './words.ts'

const CasePage = lazy(() => import('./case/case-page.tsx'))
const RatingsPage = lazy(() => import('./look/ratings-page.tsx'))
const ExportsPage = lazy(() => import('./exports/exports-page.tsx'))
const ItemsPage = lazy(() => import('./look/items-page.tsx'))
const SupervisionPage = lazy(() => import('./look/supervision-page.tsx'))
const CounterPage = lazy(() => import('./counter/counter-page.tsx'))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // A refusal stays one; only what did not arrive is asked for once more.
      retry: (failed, thrown) => failed < 1 && thrown instanceof ProblemError && thrown.problem.status === 0,
    },
  },
})

/** 坐席 The desk: today, one case, the counter; ratings, exports, the organ's items, and what supervision sees. */
function Desk() {
  return (
    <Frame>
      <Suspense fallback={<p className="waiting">{say('loading')}</p>}>
        <Routes>
          <Route path="/" element={<Today />} />
          <Route path="/cases/:number" element={<CasePage />} />
          <Route path="/counter" element={<CounterPage />} />
          <Route path="/ratings" element={<RatingsPage />} />
          <Route path="/exports" element={<ExportsPage />} />
          <Route path="/items" element={<ItemsPage />} />
          {post?.supervises ? <Route path="/supervision" element={<SupervisionPage />} /> : null}
          <Route path="*" element={<NothingHere />} />
        </Routes>
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
