/** What neighbours may ask of the router: all of it pure. */
export { formOf } from './compile.ts'
export { type Effect, effectOf } from './effect.ts'
export { compiledOf, explain } from './explain.ts'
export { localMoment, periodKeys, periodStarts } from './periods.ts'
