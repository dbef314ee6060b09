import type { Control } from '#kernel/case'
export const comparison: Control = { name: 'comparison', judge: () => ({ granted: true }) }
