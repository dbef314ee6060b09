export { type Config, ConfigSchema, logLevels, type Mode, modes, roles } from './config.schema.ts'
export { type ConfigSources, describeConfig, type ReadSettings, readConfig, readSettings } from './config.ts'
export { keepMode, keepModeOf, keptMode, refuseDifferent, refuseOtherMode } from './mode.ts'
