import { pauseEnds } from './actions/pauses.ts'

export const campaignJobs = [pauseEnds]
