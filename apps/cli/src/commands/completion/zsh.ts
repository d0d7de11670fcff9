import type { Candidates, CompletableCommand, CompletableOption, Vocabulary } from './vocabulary.ts'

/** @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html, `_arguments` */
export function zshScript({ globalOptions, commands }: Vocabulary): string {
  return `#compdef semiont
# Completion of semiont for zsh. Use it, after compinit, with: source <(semiont completion zsh)

_semiont_environments() {
  local folder="$PWD"
  while [[ -n $folder && ! -e $folder/semiont.json && ! -d $folder/.semiont ]]; do folder="\${folder%/*}"; done
  local -a names
  names=(local "$folder"/environments/*.json(N:t:r))
  compadd -- \${(u)names}
}

_semiont_commands() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _describe command commands
}

_semiont() {
  local -a global
  local context state state_descr line
  typeset -A opt_args
  global=(
${globalOptions.flatMap(optionSpecs).map(indented).join('\n')}
  )
  _arguments -C $global '1: :_semiont_commands' '*:: :->rest' && return 0
  [[ $state == rest ]] || return 1
  case $line[1] in
${commands.map(commandCase).join('\n')}
  esac
}

if [[ $funcstack[1] == _semiont ]]; then _semiont "$@"; else compdef _semiont semiont; fi
`
}

function commandCase({ name, options, arguments: candidates, variadic }: CompletableCommand): string {
  const positions = candidates.map((candidate, index) => {
    const place = variadic && index === candidates.length - 1 ? '*' : String(index + 1)
    return quoted(`${place}: :${action(candidate)}`)
  })
  const specs = ['$global', ...options.flatMap(optionSpecs), ...positions]
  return [`    ${name})`, `      _arguments ${specs.join(' \\\n        ')}`, '      ;;'].join('\n')
}

function optionSpecs({ name, short, summary, value }: CompletableOption): string[] {
  const text = `[${summary.replaceAll(/[[\]:]/g, '\\$&')}]${value === undefined ? '' : `: :${action(value)}`}`
  const long = quoted(`--${name}${value === undefined ? '' : '='}${text}`)
  return short === undefined ? [long] : [long, quoted(`-${short}${text}`)]
}

function action(candidates: Candidates): string {
  if (candidates === 'environments') return '_semiont_environments'
  if (candidates === 'files') return '_files'
  return candidates === 'anything' ? ' ' : `(${candidates.join(' ')})`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function indented(line: string): string {
  return `    ${line}`
}
