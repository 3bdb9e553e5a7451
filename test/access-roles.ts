/** Everybody who asks in the access matrix. */
export const team = ['administrator', 'member', 'trusted', 'billing', 'viewer'] as const
export const strangers = ['stranger', 'neighbour'] as const
export const customers = ['owner', 'manager', 'looker', 'other_owner'] as const
export const suppliers = ['supplier', 'revoked'] as const
export const keys = ['key', 'narrow_key', 'foreign_key'] as const
export const roles = ['anonymous', ...team, ...strangers, ...customers, 'foreign_owner', ...suppliers, ...keys] as const
/**
 * `trusted` is a Member with customer portal access; `stranger` administers another account and asks for this one;
 * `neighbour` is the same person asking in their own account for this one's ids; `foreign_owner` is an owner with the
 * session of their own portal on another account's. `key` is an API key with every scope, `narrow_key` one that may
 * only read the account, `foreign_key` one with every scope of another account.
 */
export type Role = (typeof roles)[number]

export const everybody: readonly Role[] = [...roles]
