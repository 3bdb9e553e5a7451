/** The secret behind the `#` of a one-time link: it never reaches a server's log by the address. */
export const tokenOfPage = () => decodeURIComponent(window.location.hash.slice(1))
