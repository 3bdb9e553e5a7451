/** The own login: the same endpoints in each realm, on its own host. What they share is their shape and nothing else. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'

/** As stored and compared: without blanks, in lower case. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('not an e-mail address'))
/** Length is what makes a password strong; no rules about signs. The upper bound keeps hashing cheap. */
export const NewPassword = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')
export const PersonName = z.string().trim().min(1, 'must not be empty').max(120)

export const Token = z.string().min(1).max(200)
const Instant = z.iso.datetime()
/** The present password, asked again before the login itself is changed. */
const Password = z.string().min(1, 'Enter your present password.').max(200)
/** Six digits of an authenticator app, or a recovery code. */
const Code = z.string().trim().min(1, 'Enter the code.').max(60)

/** What is asked of whoever signs in. A wrong one is answered like an unknown one, so nothing here hints at rules. */
const Credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
  /** Asked for by `code_needed`, where a second factor is on. */
  code: Code.optional(),
})

export const OwnSession = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant,
  ip: z.string(),
  userAgent: z.string(),
})

export const SecondFactor = z.object({
  on: z.boolean(),
  since: Instant.nullable(),
  /** Recovery codes not used yet. */
  codesLeft: z.number().int(),
})
const RecoveryCodes = z.object({ codes: z.array(z.string()) })

function loginEndpoints<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    signIn: endpoint({
      method: 'POST',
      path: `${prefix}/session`,
      summary: 'Signs in with e-mail address and password, and with a code where a second factor is on.',
      body: Credentials,
      reply: me,
    }),
    me: endpoint({ method: 'GET', path: `${prefix}/session`, summary: 'Who is signed in.', reply: me }),
    signOut: endpoint({ method: 'DELETE', path: `${prefix}/session`, summary: 'Signs out.', reply: Nothing }),
    sessions: endpoint({
      method: 'GET',
      path: `${prefix}/sessions`,
      summary: 'Where the signed-in person is signed in.',
      reply: z.object({ items: z.array(OwnSession) }),
    }),
    revokeSession: endpoint({
      method: 'DELETE',
      path: `${prefix}/sessions/:session`,
      summary: 'Ends one of the own sessions.',
      params: z.object({ session: z.string().min(1).max(100) }),
      reply: Nothing,
    }),
    revokeOthers: endpoint({
      method: 'DELETE',
      path: `${prefix}/sessions`,
      summary: 'Ends all of the own sessions but this one.',
      reply: Nothing,
    }),
  }
}

function changeEndpoints<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    changeName: endpoint({
      method: 'PATCH',
      path: `${prefix}/session`,
      summary: 'Changes the own name.',
      body: z.object({ name: PersonName }),
      reply: me,
    }),
    changePassword: endpoint({
      method: 'POST',
      path: `${prefix}/password`,
      summary: 'Changes the own password and ends all other sessions.',
      body: z.object({ current: Password, password: NewPassword }),
      reply: Nothing,
    }),
    changeEmail: endpoint({
      method: 'POST',
      path: `${prefix}/email`,
      summary: 'Mails a link to a new address; opening it makes that address the own one.',
      body: z.object({ email: Email, current: Password }),
      reply: Nothing,
    }),
    confirmEmail: endpoint({
      method: 'POST',
      path: `${prefix}/email/confirm`,
      summary: 'Makes the address a link was mailed to the one to sign in with.',
      body: z.object({ token: Token }),
      reply: z.object({ email: z.string() }),
    }),
  }
}

function linkEndpoints<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    forgotPassword: endpoint({
      method: 'POST',
      path: `${prefix}/forgot-password`,
      summary: 'Mails a link that sets a new password; answered alike whether the address has a login or not.',
      body: z.object({ email: Email }),
      reply: Nothing,
    }),
    setPasswordLook: endpoint({
      method: 'POST',
      path: `${prefix}/set-password/look`,
      summary: 'Whose link it is, before a password is set with it.',
      body: z.object({ token: Token }),
      reply: z.object({ name: z.string(), email: z.string(), needsCode: z.boolean(), expiresAt: Instant }),
    }),
    setPassword: endpoint({
      method: 'POST',
      path: `${prefix}/set-password`,
      summary: 'Sets the password with a one-time link, ends all sessions and signs in.',
      body: z.object({ token: Token, password: NewPassword, code: Code.optional() }),
      reply: me,
    }),
  }
}

function factorEndpoints(prefix: `/api/${string}`) {
  return {
    secondFactor: endpoint({
      method: 'GET',
      path: `${prefix}/second-factor`,
      summary: 'Whether a second factor is on, and how many recovery codes are left.',
      reply: SecondFactor,
    }),
    startSecondFactor: endpoint({
      method: 'POST',
      path: `${prefix}/second-factor`,
      summary: 'Draws a secret for an authenticator app; it counts once a first code was right.',
      body: z.object({ current: Password }),
      reply: z.object({ secret: z.string(), uri: z.string() }),
    }),
    confirmSecondFactor: endpoint({
      method: 'POST',
      path: `${prefix}/second-factor/confirm`,
      summary: 'Turns the second factor on with a first code, and shows the recovery codes, once.',
      body: z.object({ code: Code }),
      reply: RecoveryCodes,
    }),
    stopSecondFactor: endpoint({
      method: 'POST',
      path: `${prefix}/second-factor/stop`,
      summary: 'Turns the second factor off.',
      body: z.object({ current: Password }),
      reply: Nothing,
    }),
    newRecoveryCodes: endpoint({
      method: 'POST',
      path: `${prefix}/second-factor/codes`,
      summary: 'Makes new recovery codes, shown once; the old ones open nothing any more.',
      body: z.object({ current: Password }),
      reply: RecoveryCodes,
    }),
  }
}

/** All that a realm's front end asks about the login of who uses it. */
export function ownLogin<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    ...loginEndpoints(prefix, me),
    ...changeEndpoints(prefix, me),
    ...linkEndpoints(prefix, me),
    ...factorEndpoints(prefix),
  }
}
