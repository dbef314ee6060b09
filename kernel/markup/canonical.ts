import { SaxesParser } from 'saxes'

/**
 * 规范形 What a file says, in one form whatever way it was written (after Canonical XML 1.1, comments included): attributes by
 * name, namespaces with every name, CDATA as text. Two files are the same when these are; white space and prefixes count. It
 * listens to the parser itself and not to `readXml`, so that it can judge what `readXml` and `writeXml` keep.
 */
export function canonicalXml(text: string): readonly string[] {
  const lines: string[] = []
  let said = ''
  const flush = () => {
    if (said !== '') lines.push(`text ${JSON.stringify(said)}`)
    said = ''
  }
  const line = (what: string) => {
    flush()
    lines.push(what)
  }
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  parser.on('opentag', ({ name, uri, attributes }) => {
    line(`begin ${name} {${uri}}`)
    const own = Object.values(attributes).map(one => `  ${one.name} {${one.uri}} = ${JSON.stringify(one.value)}`)
    lines.push(...own.sort())
    depth++
  })
  parser.on('closetag', ({ name }) => {
    line(`end ${name}`)
    depth--
  })
  parser.on('text', more => {
    if (depth > 0) said += more
  })
  parser.on('cdata', more => {
    said += more
  })
  parser.on('comment', more => line(`comment ${JSON.stringify(more)}`))
  parser.on('processinginstruction', ({ target, body }) => line(`instruction ${target} ${JSON.stringify(body)}`))
  parser.write(text).close()
  return lines
}
