import type { Page } from 'playwright-core'

/** What one does to the text of a document, by what one sees of it. */

const TEXT = '[role="document"]'

/** Waits until a document is open and its text can be selected. */
export async function waitForText(page: Page): Promise<void> {
  await page.locator(TEXT).waitFor()
}

interface Place {
  x: number
  y: number
}

/** Where the first occurrence of a phrase begins and ends on the screen; scrolled to, if need be. */
async function placeOf(page: Page, phrase: string): Promise<{ from: Place; to: Place }> {
  return await page.locator(TEXT).evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const index = (node.textContent ?? '').indexOf(wanted)
      if (index === -1) continue
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + wanted.length)
      // The first jump draws sections that were off the screen; the second one lands exactly.
      node.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' })
      const before = range.getBoundingClientRect()
      window.scrollBy({ top: before.top - window.innerHeight / 2, behavior: 'instant' })
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0)
      const first = rects[0]
      const last = rects[rects.length - 1]
      if (!first || !last) throw new Error(`"${wanted}" is not drawn`)
      return {
        from: { x: first.left + 0.5, y: first.top + first.height / 2 },
        to: { x: last.right - 0.5, y: last.top + last.height / 2 },
      }
    }
    throw new Error(`"${wanted}" is not in the text`)
  }, phrase)
}

/** Drags the mouse over a phrase. */
export async function selectByMouse(page: Page, phrase: string): Promise<void> {
  const { from, to } = await placeOf(page, phrase)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2)
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
  await page.waitForFunction((wanted) => String(document.getSelection()) === wanted, phrase)
}

export async function clickOn(page: Page, phrase: string): Promise<void> {
  const { from } = await placeOf(page, phrase)
  await page.mouse.click(from.x + 6, from.y)
}

export async function selectedText(page: Page): Promise<string> {
  return await page.evaluate(() => String(document.getSelection()))
}

/** The passages that are drawn as marks of this name (`mark-commenting`, `chosen`, `passage`), in order of the text. */
export async function drawn(page: Page, name: string): Promise<string[]> {
  return await page.evaluate(
    (wanted) =>
      [...CSS.highlights]
        .filter(([key]) => key === wanted || key.startsWith(`${wanted}-`))
        .flatMap(([, highlight]) => [...highlight] as Range[])
        .toSorted((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
        .map(String),
    name,
  )
}

/** Whether the first passage drawn under this name is on the screen. */
export async function isOnScreen(page: Page, name: string): Promise<boolean> {
  return await page.evaluate((wanted) => {
    const [range] = [...(CSS.highlights.get(wanted) ?? [])] as Range[]
    const rect = range?.getBoundingClientRect()
    return rect !== undefined && rect.top >= 0 && rect.bottom <= window.innerHeight
  }, name)
}

/** Begins to watch the nodes of the text: every change of them from now on counts. */
export async function watchText(page: Page): Promise<void> {
  await page.locator(TEXT).evaluate((root) => {
    const changes: string[] = []
    const observer = new MutationObserver((records) => {
      for (const { type, target } of records) changes.push(`${type} of ${target.nodeName}`)
    })
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
    Object.assign(window, { changesOfText: changes, nodesOfText: root.innerHTML })
  })
}

/** What changed in the nodes of the text since `watchText`. */
export async function changesOfText(page: Page): Promise<string[]> {
  return await page.locator(TEXT).evaluate((root) => {
    const { changesOfText, nodesOfText } = window as unknown as { changesOfText: string[]; nodesOfText: string }
    return [...changesOfText, ...(root.innerHTML === nodesOfText ? [] : ['the nodes differ'])]
  })
}
