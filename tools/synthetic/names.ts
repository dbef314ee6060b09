/** 某-names, as judgements use them for people who must not be known: whoever reads one knows that it is nobody. */

export const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕']
export const stems = [...'甲乙丙丁戊己庚辛壬癸']
export const branches = [...'子丑寅卯辰巳午未申酉戌亥']

/** The n-th officer's name, each once: 王某甲, 李某甲, … 王某乙, … (400 of them). */
export const officerName = (n: number): string =>
  `${families[n % families.length]}某${stems[Math.floor(n / families.length) % stems.length]}`

/** The n-th citizen's name: 王某甲子, … (2,400 different ones, then again from the first). */
export function citizenName(n: number): string {
  const cycle = Math.floor(n / families.length) % 60
  return `${families[n % families.length]}某${stems[cycle % 10]}${branches[cycle % 12]}`
}

const trades = [
  '新材料',
  '机械制造',
  '食品加工',
  '商贸',
  '物流',
  '餐饮管理',
  '装备技术',
  '建筑工程',
  '医药',
  '环保科技',
]

/** The n-th firm's name: 沈阳演示0001号机械制造有限公司. */
export const firmName = (n: number): string =>
  `沈阳演示${String(n).padStart(4, '0')}号${trades[n % trades.length]}有限公司`
