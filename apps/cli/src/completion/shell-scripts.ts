export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell is told once. At each TAB it asks the program itself, which knows its commands and what there is now. */
export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# agentcoord completion for bash:  source <(agentcoord completion bash)
_agentcoord() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
  done < <(agentcoord completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _agentcoord agentcoord`,
  zsh: `#compdef agentcoord
# agentcoord completion for zsh:  source <(agentcoord completion zsh)
_agentcoord() {
  local -a found
  local word text
  while IFS=$'\\t' read -r word text; do
    found+=("\${word//:/\\\\:}:\${text}")
  done < <(agentcoord completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe agentcoord found; else _files; fi
}
compdef _agentcoord agentcoord`,
  fish: `# agentcoord completion for fish:  agentcoord completion fish | source
complete -c agentcoord -a '(agentcoord completion words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
};
