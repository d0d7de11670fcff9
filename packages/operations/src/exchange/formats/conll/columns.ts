/**
 * Tokens in columns: CoNLL-2002 and -2003 (https://aclanthology.org/W03-0419/; token first, BIO tag last) and CoNLL-U
 * (https://universaldependencies.org/format.html; tag in MISC). Comments keep what the columns drop: the white space.
 */

/** `# newdoc id = <path>`: what follows is another document. */
export const NEW_DOCUMENT = 'newdoc id'
/** `# text = …`: the sentence as it is written. */
export const TEXT = 'text'
/** The same as a JSON string, where a sentence has line breaks in it or white space around it. */
export const JSON_TEXT = 'semiont_text'
/** JSON string of the white space before a sentence, and after the last one. Left out: a line feed. */
export const BEFORE = 'semiont_before'
export const AFTER = 'semiont_after'
/** JSON object: entity types whose names have white space, by the name in the column. */
export const TYPES = 'semiont_types'

export const DEFAULT_GAP = '\n'
