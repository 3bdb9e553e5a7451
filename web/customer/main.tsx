import { RouterProvider } from '@tanstack/react-router'
import { start } from '../ui/Root.tsx'
import { router } from './router.tsx'

start('customer', <RouterProvider router={router} />)
