import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readSetup } from '../../contract/api/campaigns.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { ask } from '../lib/ask.ts'
import { inAddress } from '../lib/url-state.ts'
import { Note } from '../ui/Note.tsx'
import { useAccount } from './account.ts'
import { usePortal } from './portal/portal.ts'
import css from './SetupGuide.module.css'

type Setup = Reply<typeof readSetup>

interface Step {
  title: string
  text: string
  done: boolean
  /** Where it is done; undefined: not before the steps above it. */
  to?: { path: string; search?: Record<string, string> }
}

function stepsOf(setup: Setup, company: string, base: string, portalIsSetUp: boolean): Step[] {
  const { campaign } = setup
  const inCampaign = (search: Record<string, string>) =>
    campaign ? { to: { path: `${base}/campaigns/${campaign.id}`, search } } : {}
  return [
    { title: 'Open the account', text: `${company} is open.`, done: true },
    {
      title: 'Create a campaign',
      text: 'Choose a preset: it brings the fields, the consent fields and a duplicate check.',
      done: campaign !== null,
      to: { path: `${base}/campaigns/new` },
    },
    {
      title: 'Add a supplier',
      text: 'Who sends the leads, and what it earns. It gets a key and a post to try.',
      done: setup.supplier,
      ...inCampaign({ tab: 'suppliers', add: '1' }),
    },
    {
      title: 'Add a buyer',
      text: 'Who buys, for how much, and how the lead arrives.',
      done: setup.buyer,
      ...inCampaign({ tab: 'buyers', add: '1' }),
    },
    {
      title: 'Set up your portal',
      text: 'Where buyers see their leads and pay: its name, look and address, and card payments if you like.',
      done: portalIsSetUp,
      to: { path: `${base}/portal/set-up` },
    },
    {
      title: 'Post a test lead',
      text: 'Run the example of the supplier’s posting instructions and see what was decided.',
      done: setup.testLead || setup.soldLead,
      ...inCampaign({ tab: 'suppliers' }),
    },
    {
      title: 'Go live',
      text: 'Switch the supplier’s test mode off. The first lead that sells ends this guide.',
      done: setup.soldLead,
      ...inCampaign({ tab: 'suppliers' }),
    },
  ]
}

function StepLine({ step, next }: { step: Step; next: boolean }) {
  return (
    <li className={css.step} data-done={step.done || undefined}>
      {step.done ? (
        <IconCircleCheck size={18} stroke={1.9} aria-label="Done" />
      ) : (
        <IconCircle size={18} stroke={1.9} aria-label="Open" />
      )}
      <div>
        {step.to && !step.done ? (
          <Link
            className={next ? css.next : undefined}
            to={step.to.path}
            {...(step.to.search && { search: inAddress(step.to.search) })}
          >
            {step.title}
          </Link>
        ) : (
          <span className={css.title}>{step.title}</span>
        )}
        {!step.done && <p className="small quiet">{step.text}</p>}
      </div>
    </li>
  )
}

/** From an empty account to the first sold lead; gone once that is done. */
export function SetupGuide() {
  const account = useAccount()
  const asked = useQuery(ask(readSetup, { params: { account: account.id } }, { live: true }))
  const portal = usePortal()
  const setup = asked.data
  const isPortalMissing = portal.asked.data?.isSetUp === false && portal.asked.data.can.write
  if (setup?.soldLead && isPortalMissing)
    return (
      <Note tone="info" strong="Your Customer Portal is not set up yet.">
        Buyers log in there, see their leads and pay. <Link to={`/${account.id}/portal/set-up`}>Set it up</Link>
      </Note>
    )
  if (!setup || setup.soldLead || !setup.can.write || portal.asked.isPending) return null
  const steps = stepsOf(setup, account.name, `/${account.id}`, portal.asked.data?.isSetUp ?? true)
  const done = steps.filter((step) => step.done).length
  const next = steps.findIndex((step) => !step.done)
  return (
    <section className={css.guide} aria-label="Set-up">
      <div className={css.head}>
        <h2>Sell your first lead</h2>
        <span className="quiet num">
          {done} of {steps.length} done
        </span>
      </div>
      <progress className={css.progress} value={done} max={steps.length} aria-label="Progress of the set-up" />
      <ol className={css.steps}>
        {steps.map((step, at) => (
          <StepLine key={step.title} step={step} next={at === next} />
        ))}
      </ol>
    </section>
  )
}
