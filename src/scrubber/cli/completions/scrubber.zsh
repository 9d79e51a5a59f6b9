#compdef scrubber
# Completes scrubber's command lines in zsh. In ~/.zshrc, after compinit: eval "$(scrubber completion zsh)"

_scrubber() {
    local line value files=
    local -a before shown
    before=("${(@Q)words[1,CURRENT-1]}")
    while IFS= read -r line; do
        if [[ $line == $'\t'files ]]; then
            files=1
        else
            value=${line%%$'\t'*}
            shown+=("${value//:/\\:}:${line#*$'\t'}")
        fi
    done < <(_SCRUBBER_COMPLETE=1 "${before[@]}" "${(Q)PREFIX}" 2>/dev/null)
    (( $#shown )) && _describe -V scrubber shown
    if [[ -n $files ]]; then
        compset -P '--*='
        _files
    fi
    return 0
}

if [[ $funcstack[1] == _scrubber ]]; then
    _scrubber "$@"
else
    compdef _scrubber scrubber
fi
