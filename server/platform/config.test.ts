import { describe, expect, it } from 'vitest'
import { ConfigError, configWarnings, readConfig } from './config.ts'

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs nothing', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      baseDomain: 'localhost',
      publicOrigin: { scheme: 'http', port: 3000 },
      secureCookies: false,
      roles: ['api', 'intake', 'worker'],
      mode: 'normal',
      mailbox: false,
      signup: 'closed',
    })
  })

  it('gives the demo its own directory, mailbox and trickle', () => {
    expect(readConfig({}, ['--demo'])).toMatchObject({ mode: 'demo', traffic: true, mailbox: true })
    expect(readConfig({}, ['--demo']).dataDir).toMatch(/data-demo$/)
    expect(readConfig({}, ['--demo', '--no-traffic']).traffic).toBe(false)
    expect(readConfig({ SMTP_URL: 'smtp://mail.example.com' }, ['--demo']).mailbox).toBe(false)
  })

  it('treats an empty variable as not set', () => {
    expect(readConfig({ PORT: '', SMTP_URL: ' ' })).toMatchObject({ port: 3000, smtpUrl: undefined })
  })

  it('collects every fault, each naming its variable', () => {
    const faults = faultsOf({
      PORT: '70000',
      SIGNUP: 'maybe',
      ROLES: 'api,boss',
      TRUSTED_PROXIES: '10.0.0.0/33',
      DELIVERY_ALLOW: 'office',
      BASE_DOMAIN: 'http://x',
      LOG_LEVEL: 'loud',
      SMTP_URL: 'mail.example.com',
    })
    const names = faults.map((fault) => fault.split(' ')[0])
    expect(names.sort()).toEqual(
      ['BASE_DOMAIN', 'DELIVERY_ALLOW', 'LOG_LEVEL', 'PORT', 'ROLES', 'SIGNUP', 'SMTP_URL', 'TRUSTED_PROXIES'].sort(),
    )
  })

  it('never repeats an address that may hold a password', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://me:hunter2@db/x', SMTP_URL: 'http://me:hunter2@mail' })
    expect(faults.join()).not.toContain('hunter2')
    expect(faults.join()).toContain('DATABASE_URL must be an address')
  })

  it('asks for a key with a foreign database, and for that database with its companions', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://h/d' })[0]).toMatch(/^SECRET_KEY or SECRET_KEY_FILE must be set/)
    expect(faultsOf({ MIGRATE_DATABASE_URL: 'postgres://h/d' })[0]).toMatch(/^MIGRATE_DATABASE_URL is set, but/)
    expect(faultsOf({ DATABASE_URL: 'postgres:///d?host=/run/postgresql', SECRET_KEY: 'k' })).toEqual([])
    expect(faultsOf({ SECRET_KEY: 'k', SECRET_KEY_FILE: '/f' })[0]).toMatch(/both set/)
  })

  it('holds PUBLIC_ORIGIN against BASE_DOMAIN', () => {
    const https = readConfig({ BASE_DOMAIN: 'leads.example.com', PUBLIC_ORIGIN: 'https://leads.example.com' })
    expect(https).toMatchObject({ secureCookies: true, publicOrigin: { scheme: 'https', port: undefined } })
    expect(faultsOf({ PUBLIC_ORIGIN: 'https://leads.example.com' })[0]).toMatch(
      /^PUBLIC_ORIGIN names leads\.example\.com/,
    )
    expect(faultsOf({ PUBLIC_ORIGIN: 'https://localhost/path' })[0]).toMatch(/^PUBLIC_ORIGIN must be/)
    expect(faultsOf({ PUBLIC_ORIGIN: 'ftp://localhost' })[0]).toMatch(/^PUBLIC_ORIGIN must be/)
  })

  it('warns of plain http that leaves the machine, and of mail that goes nowhere', () => {
    expect(configWarnings(readConfig({}, ['--demo']))).toEqual([])
    const warnings = configWarnings(readConfig({ BASE_DOMAIN: 'leads.example.com' }))
    expect(warnings.map((text) => text.split(' ')[0])).toEqual(['PUBLIC_ORIGIN', 'SMTP_URL'])
  })
})
