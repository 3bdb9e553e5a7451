/** The own company, as its owner keeps it. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { Paper } from './customers.ts'
import { Email } from './people.ts'

const OwnCompany = z.object({
  ...Paper.shape,
  company: z.string(),
  billingEmail: z.string(),
  /** Whether the signed-in person may change it: an owner, where the operator lets this customer manage its settings. */
  editable: z.boolean(),
})

export const readOwnCompany = endpoint({
  method: 'GET',
  path: '/api/portal/company',
  summary: 'The own company as it stands on statements, and where they are mailed to.',
  reply: OwnCompany,
})
export const editOwnCompany = endpoint({
  method: 'PATCH',
  path: '/api/portal/company',
  summary: 'Changes legal name, address, tax id or billing e-mail, where the operator allows it.',
  body: z.object({ ...Paper.shape, billingEmail: Email }).partial(),
  reply: OwnCompany,
})
