/** The people of the demo world, coming in by the form or with a session made beforehand. */
import type { Page } from 'playwright-core'
import { send } from './http.ts'
import type { World } from './world.ts'

export interface Person {
  /** Where they log in: scheme, host and port. */
  origin: string
  email: string
  password: string
  realm: 'console' | 'portal' | 'supplier'
}

const originOf = (url: string): string => new URL(url).origin

export const operatorOf = ({ operator }: World): Person => ({
  origin: originOf(operator.console),
  email: operator.email,
  password: operator.password,
  realm: 'console',
})
export const customerPerson = ({ portal, email, password }: World['customers'][number]): Person => ({
  origin: originOf(portal),
  email,
  password,
  realm: 'portal',
})
export const supplierPerson = ({ portal, email, password }: World['suppliers'][number]): Person => ({
  origin: originOf(portal),
  email,
  password,
  realm: 'supplier',
})

/** Logs in as a browser's form does, without the browser. @returns the cookie */
export async function sessionOf({ origin, email, password, realm }: Person): Promise<string> {
  const { hostname, port } = new URL(origin)
  const path = `/api/${realm}/session`
  const answer = await send(Number(port), { host: hostname, path, method: 'POST', body: { email, password } })
  const [cookie] = answer.cookies
  if (answer.status !== 200 || cookie === undefined) throw new Error(`${email} is not let in: ${answer.text}`)
  return cookie
}

/** Asks the API as somebody who is signed in. */
export async function ask<T>(origin: string, cookie: string, path: string): Promise<T> {
  const { hostname, port } = new URL(origin)
  const { status, text } = await send(Number(port), { host: hostname, path, cookie })
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`)
  return JSON.parse(text) as T // the caller says what it asked for
}

/** Fills the log-in form and sends it. */
export async function submitLogIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Comes in by the front door and waits until the log-in has gone. */
export async function logIn(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(person.origin + path)
  await submitLogIn(page, person)
  await page.getByRole('button', { name: 'Log in' }).waitFor({ state: 'detached' })
}
