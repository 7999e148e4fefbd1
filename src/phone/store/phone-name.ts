// What this phone calls itself on the officer's list of phones: enough to tell two apart, nothing to track it by.

/** `Android, Chrome`: system and browser, without versions. */
export function phoneName(agent: string = navigator.userAgent): string {
  const system = /Android/u.test(agent) ? 'Android' : /iPhone|iPad/u.test(agent) ? 'iPhone' : /Windows/u.test(agent) ? 'Windows' : /Mac/u.test(agent) ? 'Mac' : 'Linux';
  const browser = /Edg\//u.test(agent) ? 'Edge' : /Firefox\//u.test(agent) ? 'Firefox' : /Chrome\//u.test(agent) ? 'Chrome' : 'Safari';
  return `${system}, ${browser}`;
}
