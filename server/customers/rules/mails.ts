/** The mails of this slice. */
import { type Letter, letter } from '../../../contract/letter.ts'

/** The operator chose payment by card, and there is none yet. */
export const addCardMail = (portal: string, link: string): Letter =>
  letter(
    'customers.add_card',
    `${portal} asks you to add a card`,
    [
      `${portal} would like you to pay for your leads by card. Add one in the portal: from then on your balance is paid that way.`,
      'Nothing is charged by adding a card.',
    ],
    link,
  )
