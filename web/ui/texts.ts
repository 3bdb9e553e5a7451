/** What the frame around every front end says; each app's own catalogue has the rest. */
export const common = {
  frame: { skip: 'Skip to content', navigation: 'Main', more: 'More' },
  user: {
    menu: 'Your menu',
    security: 'Security',
    appearance: 'Appearance',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    logOut: 'Log out',
  },
  logIn: {
    title: 'Log in',
    email: 'E-mail',
    password: 'Password',
    submit: 'Log in',
    missing: 'Please fill this in.',
    forgot: 'Forgot your password?',
  },
  filters: { add: 'Filter', clear: 'Clear all', find: 'Find', remove: (label: string) => `Remove ${label}` },
} as const
