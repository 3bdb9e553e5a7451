import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { Delivery } from '../../contract/delivery.ts'
import { TestCourier } from '../../test/factories/courier.ts'
import { aMarket, anIntake, aPayingClient, aPost, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { forgetOldExchanges, mailRounds } from './jobs.ts'

const byMail = Delivery.parse({
  kind: 'email',
  to: ['ann@buyer.example', 'bob@buyer.example'],
  subject: 'Lead {{ lead.id }} at {{ lead.price }} {{ lead.currency }}',
  body: 'Phone: {{ phone | phone: "###-###-####" }}\nFrom: {{ campaign.name }}\n<b>{{ email }}</b>',
})

let world: World
beforeEach(async () => {
  world = await aWorld()
})

async function sold(times = 1): Promise<string[]> {
  const { clientId } = await aPayingClient(world, { balance: 1_000_000 })
  const market = await aMarket(world, { buyers: [{ clientId, price: 4_600, delivery: byMail }] })
  const intake = anIntake(world, new TestCourier())
  const ids: string[] = []
  for (let nth = 0; nth < times; nth++) {
    const answer = await post(
      intake,
      aPost(market, { phone: `+1530555${String(1000 + nth)}`, email: `a${nth}@example.com` }),
    )
    expect(answer).toMatchObject({ code: 0 })
    ids.push(String(answer.id))
  }
  return ids
}

const mailsOf = async ({ platform, accountId }: World) => {
  const rows = await platform.db
    .selectFrom('mail_outbox')
    .select(['mail_id', 'to_address', 'subject', 'body_text', 'body_html'])
    .where('account_id', '=', accountId)
    .where('kind', '=', 'lead.delivery')
    .orderBy('mail_id')
    .execute()
  return rows.map((row) => ({
    to: row.to_address,
    subject: row.subject,
    text: platform.secrets.open(row.body_text, { column: 'mail_outbox.body_text', row: row.mail_id }),
    html: platform.secrets.open(row.body_html, { column: 'mail_outbox.body_html', row: row.mail_id }),
  }))
}

describe('a sale by e-mail', () => {
  it('is written by its version and goes to each address, once', async () => {
    const [id] = await sold()
    expect(await mailsOf(world)).toEqual([])
    expect(await mailRounds(world.platform).runOnce()).toBeGreaterThanOrEqual(1)
    await mailRounds(world.platform).runOnce()
    const mails = await mailsOf(world)
    expect(mails.map((mail) => mail.to)).toEqual(['ann@buyer.example', 'bob@buyer.example'])
    expect(mails[0]?.subject).toBe(`Lead ${id} at 46.00 USD`)
    expect(mails[0]?.text).toMatch(/^Phone: 530-555-1000\nFrom: .+\n<b>a0@example.com<\/b>$/)
    expect(mails[0]?.html).toContain('&lt;b&gt;a0@example.com&lt;/b&gt;')
  })

  it('goes out once with two at it, however many there are', async () => {
    await sold(60)
    const rounds = [mailRounds(world.platform), mailRounds(world.platform)]
    for (let nth = 0; nth < 4; nth++) await Promise.all(rounds.map((one) => one.runOnce()))
    expect(await mailsOf(world)).toHaveLength(120)
  })
})

describe('what went over the wire', () => {
  it('is forgotten after 90 days and not before', async () => {
    await sold()
    const { platform, accountId } = world
    await mailRounds(platform).runOnce()
    const put = async (daysAgo: number) => {
      const at = new Date(platform.clock.now().getTime() - daysAgo * 86_400_000)
      await sql`insert into attempt_calls (account_id, lead_id, received_at, call_id, kind, outcome, request, at, ms)
        values (${accountId}, gen_random_uuid(), ${at}, gen_random_uuid(), 'check', 'pass', 'GET /', ${at}, 1)`.execute(
        platform.db,
      )
    }
    await put(89)
    await put(91)
    await forgetOldExchanges(systemCtx(platform))
    const rows = await platform.db.selectFrom('attempt_calls').selectAll().where('account_id', '=', accountId).execute()
    expect(rows.filter((row) => row.kind === 'check')).toHaveLength(1)
    const mails = await platform.db
      .selectFrom('mail_deliveries')
      .selectAll()
      .where('account_id', '=', accountId)
      .execute()
    expect(mails).toHaveLength(1)
  })
})
