// Made by `npm run types` from the migrated database. Do not edit.

/** Every table that a statement may name. */
// biome-ignore lint/suspicious/noEmptyInterface: no migration exists yet
export interface Database {}
