/** Small models, written out in full by a few functions. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const literal = (text: string) => `<literalExpression><text>${escaped(text)}</text></literalExpression>`

export const input = (name: string, type: string) =>
  `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>\n`

export function decision(name: string, logic: string, needs: readonly string[] = [], knows: readonly string[] = []) {
  const href = (id: string) => (id.includes('#') ? id : `#${id}`)
  const required = needs.map(
    id => `<informationRequirement><requiredDecision href="${href(id)}"/></informationRequirement>`,
  )
  const known = knows.map(id => `<knowledgeRequirement><requiredKnowledge href="${href(id)}"/></knowledgeRequirement>`)
  return `<decision id="${name}" name="${name}"><variable name="${name}"/>${required.join('')}${known.join('')}${logic}</decision>\n`
}

/** One output, whose allowed values give the order of precedence; a row is its cells, the result last. */
export function table(
  attributes: string,
  inputs: readonly string[],
  [values = '']: readonly string[],
  rows: readonly (readonly string[])[],
) {
  const columns = inputs.map(text => `<input><inputExpression><text>${escaped(text)}</text></inputExpression></input>`)
  const order = values === '' ? '' : `<outputValues><text>${escaped(values)}</text></outputValues>`
  const rules = rows.map(row => {
    const cell = (name: string, text: string) => `<${name}><text>${escaped(text)}</text></${name}>`
    return `<rule>${row.map((text, at) => cell(at < row.length - 1 ? 'inputEntry' : 'outputEntry', text)).join('')}</rule>`
  })
  return `<decisionTable ${attributes}>${columns.join('')}<output name="result">${order}</output>${rules.join('\n')}</decisionTable>`
}

export const definitions = (body: string, namespace = 'urn:test') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="${namespace}">\n${body}</definitions>`
