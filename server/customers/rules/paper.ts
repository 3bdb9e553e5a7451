/** Who a customer is: its name on screens, and what statements print and where they go. */
export interface Papers {
  company: string
  billingEmail: string
  legalName: string
  address: string
  taxId: string
}

export type PapersEdit = { [key in keyof Papers]?: string | undefined }

export const papersOf = ({ company, billingEmail, legalName, address, taxId }: Papers): Papers => ({
  company,
  billingEmail,
  legalName,
  address,
  taxId,
})

/** As it is after the edit; undefined where that changes nothing. */
export function edited(before: Papers, edit: PapersEdit): Papers | undefined {
  const after = {
    company: edit.company ?? before.company,
    billingEmail: edit.billingEmail ?? before.billingEmail,
    legalName: edit.legalName ?? before.legalName,
    address: edit.address ?? before.address,
    taxId: edit.taxId ?? before.taxId,
  }
  return JSON.stringify(after) === JSON.stringify(papersOf(before)) ? undefined : after
}
