export { type Memory, makeMemory } from './memory.ts'
