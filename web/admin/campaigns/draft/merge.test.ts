import { describe, expect, it } from 'vitest'
import { PRESETS, settingsOfPreset } from '../../../../contract/presets/presets.ts'
import { BuyerPart, CampaignPart, type CampaignSettings } from '../../../../contract/settings.ts'
import { mergeSettings } from './merge.ts'

const solar = PRESETS[0]
if (!solar) throw new Error('no presets')
const campaign = CampaignPart.parse(settingsOfPreset(solar, 'America/Chicago'))
const buyer = (change: Partial<BuyerPart> = {}) => BuyerPart.parse({ price: 4_000, position: 1, ...change })
const settings = (change: Partial<CampaignSettings> = {}): CampaignSettings => ({
  campaign,
  suppliers: new Map(),
  buyers: new Map([[1, buyer()]]),
  ...change,
})

describe('mergeSettings', () => {
  it('puts mine on top of theirs, setting by setting', () => {
    const mine = settings({ buyers: new Map([[1, buyer({ price: 5_000 })]]) })
    const theirs = settings({
      campaign: { ...campaign, distribution: 'waterfall' },
      buyers: new Map([
        [1, buyer({ floor: 100 })],
        [2, buyer({ position: 2 })],
      ]),
    })
    const merged = mergeSettings(settings(), mine, theirs)
    expect(merged.conflicts).toEqual([])
    expect(merged.settings.campaign.distribution).toBe('waterfall')
    expect(merged.settings.buyers.get(1)).toMatchObject({ price: 5_000, floor: 100 })
    expect(merged.settings.buyers.get(2)).toMatchObject({ position: 2 })
  })

  it('keeps mine where both changed the same setting, and says so', () => {
    const mine = settings({ buyers: new Map([[1, buyer({ price: 5_000, floor: 50 })]]) })
    const theirs = settings({ buyers: new Map([[1, buyer({ price: 4_500, floor: 50 })]]) })
    const merged = mergeSettings(settings(), mine, theirs)
    expect(merged.conflicts).toEqual([{ part: 'buyer', id: 1, setting: 'price' }])
    expect(merged.settings.buyers.get(1)?.price).toBe(5_000)
  })
})
