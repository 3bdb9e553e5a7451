/** What the console says. One catalogue, so that it can be translated. */
export const shell = {
  frame: { skip: 'Skip to content', navigation: 'Main', more: 'More' },
  user: {
    menu: 'Your menu',
    appearance: 'Appearance',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    logOut: 'Log out',
  },
} as const
