export { type Config, ConfigSchema, logLevels, type Mode, modes, roles } from './config.schema.ts'
export { type ConfigSources, describeConfig, readConfig } from './config.ts'
