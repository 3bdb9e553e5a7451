/** Paths into answers, and what is wrong with places, tests, calls and checks: for forms and for the server alike. */
import { compileCall, compileMail, knownNames } from './calls.ts'
import type { AnswerTest, Delivery, DirectPost, OutsideCheck, Place } from './delivery.ts'
import type { Field } from './fields.ts'

interface Fault {
  path: string
  message: string
}

/** Compiles patterns: a library that pages do without. */
type IsPattern = (text: string) => boolean

const STEP = /\.?([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\["([^"]{1,100})"\]/y

/** The steps of `result.items[0]["first name"]`; undefined when it is no path. */
export function jsonSteps(path: string): (string | number)[] | undefined {
  const text = path.replace(/^\$\.?/, '')
  const steps: (string | number)[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text)
    if (!found) return undefined
    steps.push(found[2] === undefined ? (found[1] ?? found[3] ?? '') : Number(found[2]))
  }
  return steps
}

const XML_PATH = /^(?:[\w.:-]+\/)*(?:[\w.:-]+|[\w.:-]+\/@[\w.:-]+)$/

/** A name as it is compared: without its prefix and case. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

/** The names of `response/status/@code`; undefined when it is no path. */
export function xmlNames(path: string): { names: string[]; attribute: string | undefined } | undefined {
  if (!XML_PATH.test(path)) return undefined
  const names = path.split('/')
  const attribute = names.at(-1)?.startsWith('@') ? names.pop()?.slice(1) : undefined
  return { names: names.map(localName), attribute: attribute && localName(attribute) }
}

const under = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` }))

const NOT_A_PATTERN = 'is not a pattern in RE2 syntax'

function placeFaults(place: Place | null, isPattern: IsPattern): Fault[] {
  if (place?.at === 'json' && !jsonSteps(place.path))
    return [{ path: 'path', message: 'is not a path, like result.items[0].id' }]
  if (place?.at === 'xml' && !xmlNames(place.path))
    return [{ path: 'path', message: 'is not a path, like response/status' }]
  const isBroken = place?.at === 'body' && place.pattern !== null && !isPattern(place.pattern)
  return isBroken ? [{ path: 'pattern', message: NOT_A_PATTERN }] : []
}

function testFaults(tests: readonly AnswerTest[], isPattern: IsPattern): Fault[] {
  return tests.flatMap(({ place, op, value }, nth) =>
    under(`tests.${nth}`, [
      ...under('place', placeFaults(place, isPattern)),
      ...(op === 'matches' && !isPattern(value) ? [{ path: 'value', message: NOT_A_PATTERN }] : []),
    ]),
  )
}

function directPostFaults({ call, answers }: DirectPost, fields: readonly Field[], isPattern: IsPattern): Fault[] {
  const { rules, reason, price } = answers
  return [
    ...under('call', compileCall(call, knownNames(fields, 'delivery')).faults ?? []),
    ...rules.flatMap((rule, nth) => under(`answers.rules.${nth}`, testFaults(rule.tests, isPattern))),
    ...under('answers.reason', placeFaults(reason, isPattern)),
    ...under('answers.price.place', placeFaults(price?.place ?? null, isPattern)),
    ...(rules.some((rule) => rule.outcome === 'accepted')
      ? []
      : [{ path: 'answers.rules', message: 'no rule says when the lead is accepted' }]),
  ]
}

/** Every fault of a delivery, in its order; none is good. */
export function deliveryFaults(delivery: Delivery, fields: readonly Field[], isPattern: IsPattern): Fault[] {
  if (delivery.kind === 'direct_post') return directPostFaults(delivery, fields, isPattern)
  if (delivery.kind === 'email') return compileMail(delivery, knownNames(fields, 'delivery')).faults ?? []
  return []
}

function saveFault(name: string, fields: readonly Field[]): Fault[] {
  const field = fields.find((one) => one.name === name)
  if (!field) return [{ path: 'action.field', message: `there is no field "${name}"` }]
  // consent is evidence: kept exactly as posted
  return field.consent ? [{ path: 'action.field', message: `"${name}" is kept exactly as posted` }] : []
}

function oneCheckFaults(check: OutsideCheck, fields: readonly Field[], isPattern: IsPattern): Fault[] {
  return [
    ...under('call', compileCall(check.call, knownNames(fields, 'check')).faults ?? []),
    ...check.rules.flatMap(({ tests, action }, nth) =>
      under(`rules.${nth}`, [
        ...testFaults(tests, isPattern),
        ...(action.do === 'save' ? under('action.from', placeFaults(action.from, isPattern)) : []),
        ...(action.do === 'save' ? saveFault(action.field, fields) : []),
      ]),
    ),
    ...under('reason', placeFaults(check.reason, isPattern)),
  ]
}

/** Every fault of a list of outside checks. */
export function checkFaults(checks: readonly OutsideCheck[], fields: readonly Field[], isPattern: IsPattern): Fault[] {
  return checks.flatMap((check, nth) => under(`checks.${nth}`, oneCheckFaults(check, fields, isPattern)))
}
