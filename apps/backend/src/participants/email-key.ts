/** Compares by ASCII only: Unicode case folding would make look-alikes equal (the Kelvin sign folds to `k`). */
export function asciiLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** What an e-mail address is compared and stored by. */
export function emailKey(email: string): string {
  return asciiLowerCase(email.trim())
}
