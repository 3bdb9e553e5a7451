/** What neighbours may ask of the router: all of it pure. */
export { compiledOf, explain } from './explain.ts'
export { localMoment, periodKeys, periodStarts } from './periods.ts'
