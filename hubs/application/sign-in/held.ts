/** 恢复观察期 After a recovery nothing that needs a fresh proof for three days: whoever it really belongs to has heard of it by then. */
export const heldFor = { hours: 72 } as const
