import type { Command } from './command.ts'
import { usage } from './line.ts'
import { exportCasesOf, exportRowsOf, importRows } from './national-cases.ts'
import { exportItemsOf, importDrafts } from './national-items.ts'
import { cityOptions } from './settings.ts'

/** 国家平台数据表 Items and case records as national tables, out and in; case records by two persons together. */
export const national: Command = {
  summary: { zh: '按国家平台数据表导出、导入事项和办件', en: 'items and case records as national tables, out and in' },
  usage: 'national export items|cases|rows --out DIR | national import DIR',
  options: {
    ...cityOptions,
    out: { value: 'DIR', about: '写到这个目录 where the tables are written' },
    item: { value: 'ITEM', about: '事项:只导出此事项 items: this one alone' },
    organ: { value: 'ORGAN', about: '事项:只导出此机关 items: this organ alone' },
    from: { value: 'DATE', about: '办件:申请起日 cases: opened from this day on' },
    to: { value: 'DATE', about: '办件:申请止日 cases: opened until this day' },
    'changed-since': {
      value: 'CURSOR',
      about: '办件:只导出此后变更的 cases: only what changed since; the cursor of the export before',
    },
    officer: { value: 'NUMBER', about: '办件:导出人工号 cases: personnel number of who exports' },
    post: { value: 'POST', about: '办件:导出人岗位 cases: the post he exports in, ORGAN/POST' },
    audit: { value: 'NUMBER', about: '办件:审计管理员工号 cases: personnel number of the audit administrator' },
    purpose: { value: 'PURPOSE', about: '办件:目的,须有授权 cases: what for; there must be a grant' },
    'dry-run': { about: '导入:只核对,不收 import: judge every row, keep none' },
    drafts: { value: 'DIR', about: '导入:事项写成草稿 import: items are written here as drafts' },
    effective: { value: 'YYYY-MM-DD', about: '草稿生效日 the day the drafts would take effect' },
  },
  takes: [2, 2],
  run: line => {
    const [verb, what] = line.args
    if (verb === 'export' && what === 'items') return exportItemsOf(line)
    if (verb === 'export' && what === 'cases') return exportCasesOf(line)
    if (verb === 'export' && what === 'rows') return exportRowsOf(line)
    if (verb === 'import') return typeof line.options['drafts'] === 'string' ? importDrafts(line) : importRows(line)
    throw usage({ detail: `There is no national ${verb} ${what}.`, remedy: national.usage })
  },
}
