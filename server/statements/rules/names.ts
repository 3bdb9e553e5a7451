/** What statements and their files are called. */

/** Counted for each customer, so that nobody learns from it how many others there are. */
export const numberOf = (customerId: number, number: number): string => `${customerId}-${number}`

export type PaperFormat = 'pdf' | 'csv'

/** Where a paper is kept. */
export const paperKey = (accountId: number, statementId: string, format: PaperFormat): string =>
  `statements/${accountId}/${statementId}.${format}`

/** What it is downloaded as. */
export const paperName = (
  { customerId, number, month }: { customerId: number; number: number; month: string },
  format: PaperFormat,
): string => `statement-${month}-${numberOf(customerId, number)}.${format}`
