import { benefit, type Fault, limitOf, penalty, permit, seizure } from './spoil.samples.ts'

/** Faults of what a power stands on, whom it looks at, and what must be the same everywhere. */
export const groundFaults: readonly Fault[] = [
  {
    what: '同一条文写了两个期限',
    in: permit,
    spoil: item => (item.limits['again'] = { ...limitOf(item, 'decide'), value: 18 }),
    found: 'LAW_LIMITS_CONTRADICT',
  },
  {
    what: '至少要等的长于最长的',
    in: permit,
    spoil: item => {
      const { extend: _, onExpiry: __, ...rest } = limitOf(item, 'decide')
      item.limits['again'] = { ...rest, kind: 'min', value: rest.value + 10 }
    },
    found: 'LAW_LIMITS_CONTRADICT',
  },
  {
    what: '引了没有收录的条文',
    in: permit,
    spoil: item => item.category.basis[1]!.articles.push(80),
    found: 'LAW_ARTICLE_UNLISTED',
  },
  {
    what: '引修订前的处罚法',
    in: penalty,
    spoil: item => item.category.basis.push({ law: '行政处罚法', articles: [31, 42], to: '2021-07-14' }),
    found: 'LAW_BASIS_IN_FORCE',
  },
  {
    what: '引2017年修正的复议法',
    in: permit,
    spoil: item => item.category.basis.push({ law: '行政复议法', articles: [9], issued: '2017-09-01' }),
    found: 'LAW_BASIS_IN_FORCE',
  },
  {
    what: '处罚只引程序法',
    in: penalty,
    spoil: item => (item.category.basis = [{ law: '行政处罚法', articles: [60] }]),
    found: 'LAW_NO_SUBSTANTIVE_BASIS',
  },
  {
    what: '强制只引救济法',
    in: seizure,
    spoil: item => (item.category.basis = [{ law: '行政诉讼法', articles: [46] }]),
    found: 'LAW_NO_SUBSTANTIVE_BASIS',
  },
  {
    what: '轮巡指名的人',
    in: benefit,
    spoil: item => (item.patrol[0]!.find = `name = "张三" and (${item.patrol[0]!.find})`),
    found: 'LAW_NAMED_PERSONS',
  },
  {
    what: '比对不取自本案',
    in: permit,
    spoil: item => (item.comparison[0]!.with = { uscc: '"91210102MA0UQ4XK0Y"' }),
    found: 'LAW_NAMED_PERSONS',
  },
  {
    what: '各区自定名称',
    in: permit,
    spoil: item => (item.local = [...(item.local ?? []), 'content.name']),
    found: 'LAW_LOCAL_NAME',
  },
  {
    what: '登记行踪轨迹',
    in: permit,
    spoil: item => (item.content.form['contact.trace'] = { type: 'string', label: '行踪轨迹', personal: false }),
    found: 'LAW_SENSITIVE_FIELD',
  },
  {
    what: '要财产状况证明',
    in: benefit,
    spoil: item => item.materials.push({ id: 'means', name: '家庭财产状况证明', from: 'applicant' }),
    found: 'LAW_KNOWN_RECORD',
  },
]
