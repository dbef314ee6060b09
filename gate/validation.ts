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

/**
 * 校验 Bodies are taken as they are: no conversion, no default, nothing dropped; an unknown field is an error. Query strings carry
 * text only, so numbers and yes/no are read from it, exactly.
 */
export function makeValidation(): FastifySchemaCompiler<FastifySchema[keyof FastifySchema]> {
  const body = withFormats(strict)
  const text = withFormats({ ...strict, coerceTypes: true, useDefaults: true })
  return ({ schema, httpPart }) => (httpPart === 'body' ? body : text).compile(schema as object) as ValidateFunction
}
