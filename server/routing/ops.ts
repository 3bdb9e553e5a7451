/** What neighbours may ask of the router: all of it pure. */
export { compiledOf, type DecidedLead, type Explained, explain, type Reason } from './explain.ts'
export { localMoment, type PeriodKeys, periodKeys, periodStarts } from './periods.ts'
