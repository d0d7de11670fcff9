import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { bashScript } from './bash.ts'
import type { SHELLS } from './definition.ts'
import { type Vocabulary, vocabularyOf } from './vocabulary.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (vocabulary: Vocabulary) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

export const run: Run = async (context, { arguments: [shell = ''] }) => {
  const script = SCRIPTS[shell as keyof typeof SCRIPTS](vocabularyOf(context.commands))
  return answer(script.trimEnd(), { shell, script })
}
