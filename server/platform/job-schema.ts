/** Installs and upgrades the tables of the job queue. The owner's work, at migration: the serving role has no DDL. */
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { JOB_SCHEMA } from './jobs.ts'

export interface JobSchemaOptions {
  ownerUrl: string
  /** Left out: the owner serves. */
  appRole?: string | undefined
}

async function install(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: JOB_SCHEMA, max: 2, schedule: false, supervise: false })
  const faults: unknown[] = []
  boss.on('error', (error) => faults.push(error))
  try {
    await boss.start()
  } finally {
    await boss.stop({ graceful: false })
  }
  if (faults.length > 0) throw faults[0]
}

async function grant(ownerUrl: string, appRole: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const role = client.escapeIdentifier(appRole)
    await client.query(`grant usage on schema ${JOB_SCHEMA} to ${role}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${role}`)
    await client.query(`grant execute on all functions in schema ${JOB_SCHEMA} to ${role}`)
  } finally {
    await client.end()
  }
}

/** Brings the queue's tables to the version of the library; again and again does no harm. */
export async function installJobs({ ownerUrl, appRole }: JobSchemaOptions): Promise<void> {
  await install(ownerUrl)
  if (appRole !== undefined) await grant(ownerUrl, appRole)
}
