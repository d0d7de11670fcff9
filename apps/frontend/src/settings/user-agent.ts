/** What a User-Agent header says that a person recognizes; order matters, since most claim to be several browsers. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//u, 'Edge'],
  [/\bOPR\//u, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//u, 'Firefox'],
  [/Chrome\/|\bChromium\/|\bCriOS\//u, 'Chrome'],
  [/\bSafari\//u, 'Safari'],
  [/^curl\//u, 'curl'],
  [/^node\b|undici/u, 'Node.js'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/u, 'iPhone'],
  [/\biPad\b/u, 'iPad'],
  [/\bAndroid\b/u, 'Android'],
  [/\bWindows\b/u, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/u, 'macOS'],
  [/\bCrOS\b/u, 'ChromeOS'],
  [/\bLinux\b/u, 'Linux'],
]

const firstMatch = (table: readonly [RegExp, string][], text: string) =>
  table.find(([pattern]) => pattern.test(text))?.[1]

export function browserOf(userAgent: string | null): { browser?: string; system?: string; isPhone: boolean } {
  const text = userAgent ?? ''
  const browser = firstMatch(BROWSERS, text)
  const system = firstMatch(SYSTEMS, text)
  return {
    ...(browser ? { browser } : {}),
    ...(system ? { system } : {}),
    isPhone: /\bMobile\b|\biPhone\b/u.test(text),
  }
}
