/** The product's own ingestion, served as in production: HTTP, intake, database. */
import { noCourier } from '../../dev/no-courier.ts'
import { intakeRoute } from '../../server/intake/http.ts'
import { openIntake } from '../../server/intake/intake.ts'
import { anonymous } from '../../server/platform/ctx.ts'
import { serve } from '../../server/platform/http/serve.ts'
import { announce } from '../serve.ts'
import { benchPlatform } from './platform.ts'

const platform = benchPlatform()
const intake = openIntake({ ...platform, now: () => platform.clock.now() }, { courier: noCourier })
const server = await serve(platform, [intakeRoute(intake)], {
  authenticate: async () => anonymous,
  hostOf: () => ({ kind: 'api' }),
})
announce(await server.listen(0, '127.0.0.1'))
