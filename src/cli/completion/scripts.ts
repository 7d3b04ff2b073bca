/**
 * Scripts for shells. They contain no names: at each press of the key they run `copper-mcp complete -- words…`, which prints one
 * candidate a line, with its description after a tab, or `:files`.
 */

const bash = `# bash completion for copper-mcp
_copper_mcp() {
  local IFS=$'\\n' piece last word glue='' words=() answer
  # Bash splits words at = and :, which are parts of ours: here they are joined again.
  for piece in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ -n $piece && -z \${piece//[=:]/} && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+=$piece glue=yes
    elif [[ -n $glue ]]; then
      words[\${#words[@]}-1]+=$piece glue=''
    else
      words+=("$piece")
    fi
  done
  last=\${COMP_WORDS[COMP_CWORD]}
  [[ -n $last && -z \${last//[=:]/} ]] && last=''
  word=\${words[\${#words[@]}-1]}
  answer=$("$1" complete -- "\${words[@]}" 2>/dev/null) || return
  COMPREPLY=()
  if [[ $answer == :files ]]; then
    COMPREPLY=($(compgen -f -- "$last"))
    compopt -o filenames +o nospace 2>/dev/null
    return
  fi
  for piece in $answer; do
    piece=\${piece%%$'\\t'*}
    # Bash replaces only what comes after its last = or :.
    piece=\${piece#"\${word%"$last"}"}
    [[ $piece == *= ]] || piece+=' '
    COMPREPLY+=("$piece")
  done
}
complete -o nospace -F _copper_mcp copper-mcp
`;

const zsh = `#compdef copper-mcp
# zsh completion for copper-mcp
_copper_mcp() {
  local line word none=1
  local -a ended open
  for line in "\${(@f)$(copper-mcp complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ $line == :files ]] && { _files; return }
    [[ -z $line ]] && continue
    word=\${\${line%%$'\\t'*}//:/\\\\:}
    [[ $line == *$'\\t'* ]] && line=$word:\${line#*$'\\t'} || line=$word
    if [[ $word == *= ]]; then open+=("$line"); else ended+=("$line"); fi
  done
  (( $#ended )) && _describe -t words 'copper-mcp' ended && none=0
  (( $#open )) && _describe -t arguments 'argument' open -S '' && none=0
  return none
}
if [[ $funcstack[1] == _copper_mcp ]]; then _copper_mcp "$@"; else compdef _copper_mcp copper-mcp; fi
`;

const fish = `# fish completion for copper-mcp
function __copper_mcp
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (copper-mcp complete -- $words[2..-1] 2>/dev/null)
    if test "$answer" = :files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $answer
    end
end
complete -c copper-mcp -f -a '(__copper_mcp)'
`;

/** The script of each shell that has one. */
export const completionScripts = { bash, zsh, fish } as const;
