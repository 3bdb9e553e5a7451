/** The way from a file to its rows. */
export const STEPS = ['File', 'Columns', 'Dry run', 'Import'] as const
