import type { Candidates, CompletableCommand, CompletableOption, Vocabulary } from './vocabulary.ts'

/**
 * Needs nothing but bash 3.2, which macOS has; not the package bash-completion.
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function bashScript({ globalOptions, commands }: Vocabulary): string {
  const scoped = [['*', globalOptions] as const, ...commands.map(({ name, options }) => [name, options] as const)]
  return `# Completion of semiont for bash. Use it with: source <(semiont completion bash)

_semiont_environments() {
  local folder="$PWD" file
  while [[ -n $folder && ! -e $folder/semiont.json && ! -d $folder/.semiont ]]; do folder="\${folder%/*}"; done
  echo local
  for file in "$folder"/environments/*.json; do
    [[ -e $file ]] || continue
    file="\${file##*/}"
    echo "\${file%.json}"
  done
}

_semiont_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }

_semiont_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$cur"))
}

_semiont_takes_value() {
  case "$1" in
    ${valuePatterns(scoped).join('|')}) return 0 ;;
  esac
  return 1
}

_semiont() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local command='' position=0 index word skip=''
  # Readline splits --option=value at the =.
  if [[ $cur == '=' ]]; then cur=''; elif [[ $prev == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ $word == '=' ]]; then skip=1
    elif [[ -n $skip ]]; then skip=''
    elif _semiont_takes_value "$command:$word"; then skip=1
    elif [[ $word == -* ]]; then continue
    elif [[ -z $command ]]; then command="$word"
    else position=$((position + 1))
    fi
  done
  COMPREPLY=()
  case "$command:$prev" in
${scoped.flatMap(([scope, options]) => options.flatMap((option) => valueCase(scope, option))).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    local options='${optionWords(globalOptions)}'
    case "$command" in
${commands
  .filter(({ options }) => options.length > 0)
  .map(({ name, options }) => `      ${name}) options+=' ${optionWords(options)}' ;;`)
  .join('\n')}
    esac
    _semiont_words "$options"
    return
  fi
  case "$command:$position" in
    :*) _semiont_words '${commands.map(({ name }) => name).join(' ')}' ;;
${commands.flatMap(argumentCases).join('\n')}
  esac
}

complete -F _semiont semiont
`
}

type Scoped = readonly [scope: string, options: readonly CompletableOption[]]

function valuePatterns(scoped: readonly Scoped[]): string[] {
  return scoped.flatMap(([scope, options]) =>
    options.filter(({ value }) => value !== undefined).flatMap((option) => patterns(scope, option)),
  )
}

function valueCase(scope: string, option: CompletableOption): string[] {
  if (option.value === undefined) return []
  return [`    ${patterns(scope, option).join('|')}) ${offer(option.value)}; return ;;`]
}

function argumentCases({ name, arguments: candidates, variadic }: CompletableCommand): string[] {
  return candidates.map((candidate, index) => {
    const place = variadic && index === candidates.length - 1 ? '*' : String(index)
    return `    ${name}:${place}) ${offer(candidate)} ;;`
  })
}

function patterns(scope: string, { name, short }: CompletableOption): string[] {
  return [`${scope}:--${name}`, ...(short === undefined ? [] : [`${scope}:-${short}`])]
}

function optionWords(options: readonly CompletableOption[]): string {
  return options.map(({ name }) => `--${name}`).join(' ')
}

function offer(candidates: Candidates): string {
  if (candidates === 'environments') return '_semiont_words "$(_semiont_environments)"'
  if (candidates === 'files') return '_semiont_files'
  return candidates === 'anything' ? ':' : `_semiont_words '${candidates.join(' ')}'`
}
