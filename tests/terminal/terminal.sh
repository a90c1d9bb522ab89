# A real terminal for tests, to be sourced: tmux on a server of its own, so that nobody's session is
# touched. Screens are what a person would see.
#
#   terminal_start COLUMNS ROWS FOLDER   a bash without anybody's settings, in FOLDER
#   terminal_type TEXT                   types TEXT as it is
#   terminal_key KEY…                    tmux's names: Enter, Tab, Up, C-c
#   terminal_run LINE                    types LINE and Enter, and waits until it has ended
#   terminal_wait PATTERN [SECONDS]      until the screen has a line that matches (grep -E)
#   terminal_screen                      the screen as text; lines that were wrapped are two lines
#   terminal_colours                     the same with the escape sequences of colours
#   terminal_clear
#   terminal_stop                        also when the script ends
#
# A script begins with `terminal_require NAME`: exit code 77, and a word, where tmux is missing.
terminal_socket="launch-test-$$"
terminal_runs=0

terminal_require() {
  command -v tmux > /dev/null || { echo "SKIPPED $1: no tmux here"; exit 77; }
}

terminal_tmux() { tmux -L "$terminal_socket" -f /dev/null "$@"; }

terminal_start() {
  trap terminal_stop EXIT
  # PS1 is the only thing on the screen that is not the test's own.
  terminal_tmux new-session -d -x "$1" -y "$2" -c "$3" \
    "env -u NO_COLOR -u CLICOLOR_FORCE -u GITHUB_ACTIONS PS1='> ' HISTFILE= LC_ALL=C.UTF-8 bash --norc --noprofile"
  terminal_tmux set-option -g history-limit 10000
  terminal_wait '^>'
}

terminal_type() { terminal_tmux send-keys -l -- "$1"; }
terminal_key() { terminal_tmux send-keys -- "$@"; }

terminal_run() {
  terminal_runs=$((terminal_runs + 1))
  terminal_type "$1; echo ended-\$((${terminal_runs}))"
  terminal_key Enter
  terminal_wait "ended-${terminal_runs}\$"
}

terminal_screen() { terminal_tmux capture-pane -p; }
terminal_colours() { terminal_tmux capture-pane -p -e; }
terminal_clear() { terminal_tmux send-keys -R \; clear-history; terminal_key Enter; terminal_wait '^>'; }

terminal_wait() {
  local deadline=$((SECONDS + ${2:-20}))
  while ! terminal_screen | grep -qE -- "$1"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "FAILED: the terminal never showed: $1" >&2
      terminal_screen >&2
      return 1
    fi
    sleep 0.05
  done
}

terminal_stop() { terminal_tmux kill-server 2> /dev/null || true; }
