# Completes scrubber's command lines in fish: scrubber completion fish > ~/.config/fish/completions/scrubber.fish

function __scrubber_candidates
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in (env _SCRUBBER_COMPLETE=1 $before "$current" 2>/dev/null)
        if test "$line" = \tfiles
            set -l option (string match --regex '^--[^=]+=' -- "$current")
            for path in (__fish_complete_path (string replace --regex '^--[^=]+=' '' -- "$current"))
                echo -- "$option$path"
            end
        else
            echo -- $line
        end
    end
end

complete --command scrubber --no-files --arguments '(__scrubber_candidates)'
