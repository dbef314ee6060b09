import { Ajv, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchema, FastifySchemaCompiler } from 'fastify'
import { isDay } from '#kernel/clock'

const strict: Options = {
  allErrors: false,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
  validateFormats: true,
}

const withFormats = (options: Options): Ajv => {
  const ajv = new Ajv(options)
  addFormats.default(ajv, ['uuid'])
  ajv.addFormat('date', isDay)
  return ajv
}

/** As people write numbers: no exponent, no other base, no sign in front of nothing. */
const plainNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/

/** Ajv reads whatever JavaScript calls a number; what an address means by one is narrower. */
function exactly(schema: object, validate: ValidateFunction): ValidateFunction {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { type?: unknown }>> }
  const numbers = Object.keys(properties).filter(name => /^(integer|number)$/.test(String(properties[name]?.type)))
  if (numbers.length === 0) return validate
  const checked = (data: Readonly<Record<string, unknown>>): boolean => {
    const wrong = numbers.find(name => typeof data[name] === 'string' && !plainNumber.test(data[name]))
    const fits = wrong === undefined && validate(data) === true
    checked.errors =
      wrong === undefined
        ? validate.errors
        : [{ keyword: 'type', instancePath: `/${wrong}`, schemaPath: '', params: { type: properties[wrong]!.type } }]
    return fits
  }
  checked.errors = undefined as ValidateFunction['errors']
  return checked as unknown as ValidateFunction
}

/**
 * 校验 Bodies are taken as they are: no conversion, no default, nothing dropped; an unknown field is an error. Query strings carry
 * text only, so numbers and yes/no are read from it, exactly.
 */
export function makeValidation(): FastifySchemaCompiler<FastifySchema[keyof FastifySchema]> {
  const body = withFormats(strict)
  const text = withFormats({ ...strict, coerceTypes: true, useDefaults: true })
  return ({ schema, httpPart }) =>
    httpPart === 'body'
      ? (body.compile(schema as object) as ValidateFunction)
      : exactly(schema as object, text.compile(schema as object) as ValidateFunction)
}
