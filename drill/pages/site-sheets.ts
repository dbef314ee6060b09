import { planted } from './lived.ts'
import { none, type Sheets, type Shown } from './sheet.ts'

const visitor = (to: string, shows: string): Shown => ({ as: 'visitor', to, shows })
const unknown = (page = ''): Shown => visitor(`/s/nobody-here${page}`, '这里没有这个网站')
const heping = '/s/210102'

/** 网站群的页面 The sites of districts and departments: one that content says much of, one of several organs, one that nobody typed. */
export const siteSheets: Sheets = {
  '/s': {
    full: visitor('/s', '和平区'),
    empty: none('a city has districts'),
    error: none('nothing is typed here'),
  },
  '/s/:site': {
    full: visitor(heping, '和平区市场监督管理局'),
    empty: visitor('/s/210102001-street', '没有公示的决定'),
    error: unknown(),
  },
  '/s/:site/items': {
    full: visitor('/s/for-firms/items', '沈阳市市场监督管理局'),
    empty: visitor(`${heping}/items?q=量子纠缠`, '本站没有符合的事项'),
    error: unknown('/items'),
  },
  '/s/:site/items/:item': {
    full: visitor('/s/210102-approval-bureau/items/energy-review', '第32条'),
    empty: none('who does not carry it out leads to the main door'),
    error: visitor(`${heping}/items/none-of-ours`, '地址可能写错了'),
  },
  '/s/:site/open': {
    full: visitor(`${heping}/open`, planted),
    empty: visitor('/s/210181/open', '没有公示的决定'),
    error: unknown('/open'),
  },
  '/s/:site/about': {
    full: visitor(`${heping}/about`, '低位服务台'),
    empty: visitor('/s/210102001-street/about', '这里只列本站机关办的事'),
    error: unknown('/about'),
  },
}
