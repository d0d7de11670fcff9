/** Colour arithmetic for the test of the tokens. */

/** sRGB, linear light, 0 to 1. */
type Rgb = readonly [number, number, number]

/** OKLCH to linear sRGB, clipped to the gamut as a browser does at worst (Ottosson 2020, https://bottosson.github.io/posts/oklab/). */
function linearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** Relative luminance of WCAG 2.2. */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function parseOklch(color: string): Rgb {
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/u.exec(color.trim())
  if (!numbers) throw new Error(`${color} is not an opaque oklch() colour`)
  return linearRgb(Number(numbers[1]), Number(numbers[2]), Number(numbers[3]))
}

export interface Token {
  light: string
  dark: string
}

/** Tokens that are a pair of opaque colours. */
export function parseTokens(css: string): Map<string, Token> {
  const pairs = css.matchAll(/--([\w-]+):\s*light-dark\((oklch\([\d. ]+\)),\s*(oklch\([\d. ]+\))\)/gu)
  return new Map([...pairs].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]))
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(parseOklch(one)), luminance(parseOklch(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
