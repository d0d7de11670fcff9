/** Connection strings with their passwords stand in the messages of some libraries. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(\w:\/\/[^\s:/@]*):[^\s/@]*@/g, '$1:***@')
}
