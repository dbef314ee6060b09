/** 复姓 that stay whole when a name is masked. */
const compoundSurnames: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 ' +
    '宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 ' +
    '梁丘 左丘 东门 西门 第五 纳兰 完颜'
  ).split(' '),
)

/** 姓名脱敏 张三 → 张*, 欧阳修德 → 欧阳**; a name without a Han surname keeps its first letter and hides its length. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  if (characters.length === 0) return ''
  if (characters.length === 1) return '*'
  if (!/^\p{Script=Han}+$/u.test(name.trim())) return `${characters[0]}***`
  const kept = characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join('')) ? 2 : 1
  return characters.slice(0, kept).join('') + '*'.repeat(characters.length - kept)
}

/** 证件号码脱敏 2101**********1234; a phone keeps 3 and 4; anything short keeps at most its first and last character. */
export function maskIdentifier(identifier: string): string {
  const characters = [...identifier.trim()]
  const { length } = characters
  const [head, tail] = length >= 15 ? [4, 4] : length >= 9 ? [3, 4] : length >= 5 ? [1, 1] : [0, 0]
  return characters.map((character, index) => (index < head || index >= length - tail ? character : '*')).join('')
}
