/** Statements and exports written straight to the tables, with their files, for tests of who may have them. */
import { randomUUID } from 'node:crypto'
import { fileKey, linkText } from '../../server/exports/rules/names.ts'
import { beginExport, endExport, insertExport } from '../../server/exports/tables/exports.ts'
import { armLink, insertLinks } from '../../server/exports/tables/links.ts'
import { transact } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { hashToken, newToken } from '../../server/platform/secrets.ts'
import { issueToken } from '../../server/platform/tokens.ts'
import { STATEMENT_LINK } from '../../server/statements/actions/issue.ts'
import { paperKey } from '../../server/statements/rules/names.ts'
import { insertStatement } from '../../server/statements/tables/statements.ts'
import { systemCtx, type TestPlatform } from '../harness/platform.ts'

const LATER_MS = 86_400_000

/** A statement of October 2026 with its papers, and the link that was mailed. */
export async function aMailedStatement(platform: TestPlatform, accountId: number, customerId: number, at: Date) {
  const statementId = newId(at)
  const party = { name: 'Summit Ridge Solar', address: '', taxId: '' }
  const month = { number: 1, month: '2026-10', zone: 'America/Los_Angeles' }
  const [start, end] = [new Date('2026-10-01T07:00:00Z'), new Date('2026-11-01T07:00:00Z')]
  const entries = { firstSeq: 1, lastSeq: 1, opening: 0, closing: 100, currency: 'USD' }
  const hashes = { pdfHash: Buffer.alloc(32), csvHash: Buffer.alloc(32) }
  const sides = { sender: party, receiver: party, mailedTo: null, issuedAt: at }
  await platform.files.put(paperKey(accountId, statementId, 'pdf'), Buffer.from('%PDF'))
  const link = {
    purpose: STATEMENT_LINK,
    subject: statementId,
    accountId,
    expiresAt: new Date(at.getTime() + LATER_MS),
  }
  const token = await transact(platform.db, async (tx) => {
    const period = { ...month, start, end }
    await insertStatement(tx, accountId, { statementId, customerId, ...period, ...entries, ...hashes, ...sides })
    return issueToken(tx, systemCtx(platform), link)
  })
  return { statementId, token }
}

/** An export of a customer's, or the team's (null), that is ready, and a link to it. */
export async function anExport(platform: TestPlatform, accountId: number, customerId: number | null, at: Date) {
  const exportId = newId(at)
  const secret = newToken()
  const email = 'reader@example.com'
  const expiresAt = new Date(at.getTime() + LATER_MS)
  await platform.files.put(fileKey(accountId, exportId, 'csv'), Buffer.from('Lead ID\r\n'))
  await transact(platform.db, async (tx) => {
    const who = { customerId, userId: randomUUID(), userName: 'Mia' }
    const what = { format: 'csv', name: 'Leads', description: '', asked: {} } as const
    await insertExport(tx, accountId, { exportId, ...who, ...what, createdAt: at })
    await insertLinks(tx, accountId, exportId, [email])
    await beginExport(tx, accountId, exportId, 'test')
    await endExport(tx, accountId, exportId, { state: 'done', at, bytes: 9 })
    await armLink(tx, accountId, { exportId, email, tokenHash: hashToken(secret), expiresAt })
  })
  return { exportId, link: linkText(accountId, secret) }
}
