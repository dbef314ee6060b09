/** 列类型 As the published tables write them; lengths of `varchar` count characters. */
export type ColumnType = 'varchar' | 'int' | 'datetime'

/** 列 One column of a national table: what it is called, how long it may be, which list its codes are of, whether it may be empty. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly length: number | null
  readonly required: boolean
  readonly label: string
  /** Name of the list in `content/national/codes.yaml`. */
  readonly list: string | null
  /** What a person is called, carries as a number, or where he is reached: sealed at rest, read by grant only. */
  readonly personal: boolean
  /** `R`: read in a public copy of the tables. `M`: assumed, a city checks it with its province. */
  readonly mark: 'R' | 'M'
}

/** 表 What a row of a table is about: an item, an organ, one case, or what only our own reader needs. */
export type TableKind = 'item' | 'organ' | 'case' | 'own'

export interface NationalTable {
  readonly name: string
  readonly label: string
  readonly kind: TableKind
  readonly columns: readonly Column[]
  readonly column: ReadonlyMap<string, Column>
}

/** 行 The cells of a row by column; every value is text, as it stands in the file. Absent and empty are the same. */
export type NationalRow = Readonly<Record<string, string>>

const line = /^(\w+) (varchar|int|datetime)(?:\((\d+)\))?(!?) (\S+?)(?: = ([a-z-]+))?( personal)?$/

function columnOf(written: string): Column {
  const [, name, type, length, required, label, list, personal] = line.exec(written) ?? []
  if (name === undefined || label === undefined)
    throw new TypeError(`a column is written “name type(length)! 名称 = list personal”: ${written}`)
  return {
    name,
    type: type as ColumnType,
    length: type === 'varchar' ? Number(length) : null,
    required: required === '!',
    label,
    list: list ?? null,
    personal: personal !== undefined,
    mark: 'R',
  }
}

/** 交换列 What every row carries so that a receiver can apply it: its own id, its batch, what to do with it, when, and from where. */
const exchange = `
row_guid varchar(50)! 记录唯一标识
cd_batch varchar(32)! 批次号
cd_operation varchar(2)! 同步类型 = operation
cd_time datetime! 同步时间
data_source varchar(3)! 数据来源`

/** Declares a table, one column a line: `name type(length)! 名称 = code-list personal`, `!` where it may not be empty. */
export function table(name: string, kind: TableKind, label: string, written: string): NationalTable {
  const lines = `${exchange}\n${written}`.split('\n').map(one => one.trim())
  const columns = lines.filter(one => one !== '').map(columnOf)
  const column = new Map(columns.map(one => [one.name, one]))
  if (column.size !== columns.length) throw new TypeError(`table ${name} names a column twice`)
  return { name, label, kind, columns, column }
}
