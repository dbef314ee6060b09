/** The names documents give to "two bytes are one sign of Unicode", as most programs here write them without bringing the font. */
const byUnicode = /^UniGB-(?:UCS2|UTF16)-([HV])$/

const table = (name: string, body: string): string =>
  `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /${name} def
/CMapType 1 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${body}
endcmap
end
end
`

const lines = Array.from({ length: 256 }, (_, at) => {
  const row = at.toString(16).padStart(2, '0')
  return `<${row}00> <${row}ff> <${row}00>`
})

/**
 * 字符表 Sign tables that a document may name and not bring. A sign goes by way of its number in the font to Unicode; where its number is
 * Unicode already (`straight`: such a table was asked for before), both ways lead straight on. Any other table is not here, and the document is not read.
 * @throws RangeError
 */
export function tableOf(filename: string, straight: boolean): Uint8Array {
  if (byUnicode.test(filename)) return Buffer.from(table(filename, '1 begincidrange\n<0000> <ffff> 0\nendcidrange'))
  if (filename !== 'Adobe-GB1-UCS2' || !straight) throw new RangeError('no such table')
  return Buffer.from(table(filename, `256 beginbfrange\n${lines.join('\n')}\nendbfrange`))
}
