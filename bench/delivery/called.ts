/** The product with its courier: buyers of a bench are called on this machine. */
import { courierOf } from '../../server/delivery/ops.ts'
import { intakeRoute } from '../../server/intake/http.ts'
import { openIntake } from '../../server/intake/intake.ts'
import { anonymous } from '../../server/platform/ctx.ts'
import { serve } from '../../server/platform/http/serve.ts'
import { benchPlatform } from '../ingest/platform.ts'
import { announce } from '../serve.ts'

const platform = benchPlatform()
const intake = openIntake({ ...platform, now: () => platform.clock.now() }, { courier: courierOf(platform) })
const server = await serve(platform, [intakeRoute(intake)], {
  authenticate: async () => anonymous,
  hostOf: () => ({ kind: 'api' }),
})
announce(await server.listen(0, '127.0.0.1'))
