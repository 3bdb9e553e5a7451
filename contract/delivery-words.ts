/** Deliveries and outside checks in plain English: for versions' differences and for lists. */
import type { Answers, AnswerTest, Call, CheckRule, Delivery, OutsideCheck, Place } from './delivery.ts'

/** "Store", "Direct post to buyer.example.com/leads", "E-mail to a@example.com". */
export function deliveryInWords(delivery: Delivery): string {
  if (delivery.kind === 'store') return 'Store'
  if (delivery.kind === 'email') return `E-mail to ${delivery.to.join(', ')}`
  return `Direct post to ${delivery.call.url.replace(/^https?:\/\//i, '')}`
}

export function placeInAnswer(place: Place): string {
  switch (place.at) {
    case 'status':
      return 'the status'
    case 'header':
      return `the header ${place.name}`
    case 'json':
    case 'xml':
      return place.path
    case 'body':
      return place.pattern === null ? 'the answer' : `the answer by ${place.pattern}`
  }
}

const VERBS: Record<AnswerTest['op'], string> = {
  equals: 'is',
  contains: 'contains',
  matches: 'matches',
  exists: 'is there',
  missing: 'is not there',
}

export function testInWords({ place, op, value }: AnswerTest): string {
  const hasValue = op !== 'exists' && op !== 'missing'
  return `${placeInAnswer(place)} ${VERBS[op]}${hasValue ? ` “${value}”` : ''}`
}

export const testsInWords = (tests: readonly AnswerTest[]): string =>
  tests.length === 0 ? 'always' : tests.map(testInWords).join(' and ')

function actionInWords({ action }: CheckRule): string {
  if (action.do !== 'save') return action.do === 'pass' ? 'Pass' : 'Reject'
  return `Save ${placeInAnswer(action.from)} into ${action.field}`
}

export const checkRuleInWords = (rule: CheckRule): string => `${actionInWords(rule)} when ${testsInWords(rule.tests)}`

const OUTCOMES = { accepted: 'Accepted', duplicated: 'Duplicated', rejected: 'Rejected' } as const

function answersInWords({ rules, reason, price }: Answers): string[] {
  return [
    ...rules.map((rule) => `${OUTCOMES[rule.outcome]} when ${testsInWords(rule.tests)}`),
    ...(reason ? [`Reason from ${placeInAnswer(reason)}`] : []),
    ...(price
      ? [`Price from ${placeInAnswer(price.place)}, in ${price.units === 'major' ? 'whole units' : 'cents'}`]
      : []),
  ]
}

function callInWords({ method, url, query, headers, body, secrets }: Call): string[] {
  const entries = body.format === 'form' ? body.entries.map(({ name, value }) => `Form: ${name} = ${value}`) : []
  const template = body.format === 'json' || body.format === 'xml' ? [`Body (${body.format}): ${body.template}`] : []
  return [
    `${method} ${url}`,
    ...query.map(({ name, value }) => `Query: ${name} = ${value}`),
    ...headers.map(({ name, value }) => `Header: ${name}: ${value}`),
    ...entries,
    ...template,
    ...secrets.map(({ name, id, lastFour }) => `Secret: ${name}${lastFour && ` …${lastFour}`} (${id.slice(-6)})`),
  ]
}

/** One line a setting, so that a difference names what changed. */
export function deliveryLines(delivery: Delivery): string[] {
  if (delivery.kind === 'store') return ['Store']
  if (delivery.kind === 'email')
    return [deliveryInWords(delivery), `Subject: ${delivery.subject}`, `Text: ${delivery.body}`]
  const { call, timeoutSeconds, answers } = delivery
  return ['Direct post', ...callInWords(call), `Time-out: ${timeoutSeconds} s`, ...answersInWords(answers)]
}

export function checkLines(checks: readonly OutsideCheck[]): string[] {
  return checks.flatMap(({ name, call, timeoutSeconds, rules, reason, onFailure }) =>
    [
      ...callInWords(call),
      `Time-out: ${timeoutSeconds} s`,
      ...rules.map(checkRuleInWords),
      ...(reason ? [`Reason from ${placeInAnswer(reason)}`] : []),
      `On failure: ${onFailure}`,
    ].map((line) => `${name}: ${line}`),
  )
}
