/** Where sign-in, sign-out and what belongs to them are served. */
export const BFF_PATHS = {
  login: '/bff/login',
  callback: '/bff/callback',
  user: '/bff/user',
  logout: '/bff/logout',
  backchannelLogout: '/bff/backchannel-logout',
  sessions: '/bff/sessions',
} as const;
