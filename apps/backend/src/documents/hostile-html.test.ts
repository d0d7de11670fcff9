import { type DocumentNode, documentContentSchema, isDocumentText } from '@semiont/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from './index.ts'

/** Known ways to smuggle script through sanitizers: parsing differentials, foreign content, encoded schemes, clobbering. */
const SAMPLES = [
  '<script>alert(1)</script>',
  '<ScRiPt/src=//evil.example>alert(1)</sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<template><script>alert(1)</script><img src=x onerror=alert(1)></template>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#14; java&#x09;script:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="blob:https://example.org/1">x</a>',
  '<a href="https://user:pass@example.org">x</a>',
  '<a href="//evil.example/x">x</a><a href="\\\\evil.example">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="javascript:alert(1)"></object><embed src=x>',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">go</button><input autofocus onfocus=alert(1)></form>',
  '<p style="background:url(javascript:alert(1));position:fixed;inset:0">x</p>',
  '<style>@import "https://evil.example/x.css"</style><link rel=stylesheet href=https://evil.example>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
  '<div id="__proto__"><p id="constructor">x</p><a name="cookie">y</a></div>',
  '<img name=getElementById src="https://evil.example/pixel.png" srcset="https://evil.example/2x.png 2x">',
  '<video src=x onerror=alert(1)><source src=x></video><audio src=x></audio><picture><source srcset=x><img src=data:,x></picture>',
  '<details ontoggle=alert(1) open><summary>x</summary></details><marquee onstart=alert(1)>m</marquee>',
  '<custom-element is="x-evil" onclick=alert(1)>text</custom-element>',
  '<span class="hljs-keyword admin-banner">x</span><p class="fixed inset-0">y</p>',
  '<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]>',
  '<plaintext><script>alert(1)</script>',
  '<xmp><script>alert(1)</script></xmp><textarea><script>alert(1)</script></textarea><title><script>1</script></title>',
  '<table><td colspan=99999999 rowspan=-1><tr><caption><svg><desc><b><script>alert(1)</script>',
  '<a href="#x" ping="https://evil.example" target=_top download rel=opener>x</a><map><area href="javascript:1"></map>',
  '<ruby><rp>(</rp><rt>x</rt></ruby><bdo dir="javascript">x</bdo><p lang="x\'onclick=1">y</p>',
  '<blockquote cite="javascript:alert(1)"><q cite="data:x">x</q></blockquote><del cite="file:///etc/passwd">x</del>',
]

function treeOf(source: string, mediaType: string): DocumentNode {
  const document = readDocument({ bytes: new TextEncoder().encode(source), mediaType })
  if (!document.markable) throw new Error(document.detail)
  const { language, direction, length, tree: root, outline } = document
  // The schema is strict: an element or attribute that is not on the list fails here.
  documentContentSchema.parse({
    resourceId: 'res_1',
    version: 1,
    mediaType,
    language,
    direction,
    length,
    root,
    outline,
  })
  return root
}

/** Checks written without the code under test: what a browser would be handed. */
function expectHarmless(node: DocumentNode): void {
  if (isDocumentText(node)) return
  expect(node.tag).not.toMatch(
    /^(script|style|iframe|object|embed|form|input|button|svg|math|template|link|meta|base|video|audio)$/,
  )
  for (const [name, value] of Object.entries(node.attributes)) {
    expect(name).not.toMatch(/^on|^style$|^srcset$|^srcdoc$|^is$|^ping$|^target$/i)
    if (name === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:|#doc-)/)
    if (name === 'src' || name === 'cite') expect(value).toMatch(/^https?:\/\//)
    if (name === 'id') expect(value).toMatch(/^doc-/)
    if (name === 'className') expect(value).toMatch(/^(?:hljs-|language-)/)
    if (name === 'colSpan') expect(value).toBeLessThanOrEqual(1000)
  }
  for (const child of node.children) expectHarmless(child)
}

describe.each(['text/html', 'text/markdown'])('hostile %s', (mediaType) => {
  it.each(SAMPLES)('is harmless: %s', (sample) => {
    expectHarmless(treeOf(sample, mediaType))
    expectHarmless(treeOf(`before ${sample} after`, mediaType))
  })

  it('is harmless in any mixture and cut anywhere', () => {
    const cut = fc
      .tuple(fc.constantFrom(...SAMPLES), fc.nat(120), fc.nat(120))
      .map(([sample, from, length]) => sample.slice(from, from + length))
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...SAMPLES), cut), { maxLength: 8 }), (parts) => {
        expectHarmless(treeOf(parts.join(''), mediaType))
      }),
      { numRuns: 150 },
    )
  })
})

describe('hostile structure', { timeout: 120_000 }, () => {
  it('dissolves deep nesting instead of passing it on', () => {
    const tree = treeOf(`${'<div>'.repeat(500)}deep${'</div>'.repeat(500)}`, 'text/html')
    let depth = 0
    for (let node: DocumentNode | undefined = tree; node && !isDocumentText(node); node = node.children[0]) depth += 1
    expect(depth).toBeLessThan(80)
    expect(JSON.stringify(tree)).toContain('deep')
  })

  it.each([
    ['text/html', '<b>'.repeat(100_000)],
    ['text/html', '<div>'.repeat(100_000)],
    ['text/markdown', '> '.repeat(20_000)],
    ['text/markdown', '['.repeat(20_000)],
    ['text/markdown', `${'*a '.repeat(10_000)}${'<b>'.repeat(5_000)}`],
    ['text/plain', `${' '.repeat(200_000)}x`.repeat(5)],
    ['text/plain', '\n \n'.repeat(200_000)],
  ])('answers on %s that is made to be slow (%#)', (mediaType, source) => {
    const before = process.cpuUsage()
    readDocument({ bytes: new TextEncoder().encode(source), mediaType })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000)
  })
})
